import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../../src/scope.ts";
import { Failure } from "../../../src/errors.ts";
import { refuseProtected } from "../../../src/features/labels/index.ts";
import { createWorld, type World } from "../../world.ts";
import { promptWith } from "./made.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("production is protected until its owner says otherwise, and what counts is the newest word", async () => {
  const ada = await world.user();
  expect((await ada.get("/prompts/protected-labels")).body).toEqual({ labels: ["production"] });
  const changed = await ada.put("/prompts/protected-labels", { labels: ["staging", "eu", "staging"] });
  expect(changed.body).toEqual({ labels: ["staging", "eu"] });
  expect((await ada.get("/prompts/protected-labels")).body).toEqual(changed.body);
  const id = await promptWith(ada, 1);
  for (const label of ["production", "staging"]) await ada.put(`/prompts/${id}/labels/${label}`, { version: 1 });
  const { data } = (await ada.get(`/prompts/${id}/labels`)).body;
  expect(data.map((one: { isProtected: boolean }) => one.isProtected)).toEqual([false, true]);
  expect((await ada.put("/prompts/protected-labels", { labels: [] })).body).toEqual({ labels: [] });
  const audited = await world.sql(
    "select action, details from promptr.audit_log where owner_id = $1 and action = 'labels.protect' order by seq",
    [ada.userId],
  );
  expect(audited.map(({ details }) => details)).toEqual([
    { added: 2, removed: 1 },
    { added: 0, removed: 2 },
  ]);
});

test("the list takes labels only, and fifty of them", async () => {
  const ada = await world.user();
  for (const labels of [["latest"], ["12"], Array.from({ length: 51 }, (_, n) => `l${n}`), "production"]) {
    const answer = await ada.put("/prompts/protected-labels", { labels });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, expect.stringMatching(/^body\.labels/)]);
  }
});

test("no key reads or changes what is protected, and none without labels:write moves any label by these routes", async () => {
  const ada = await world.user();
  const id = await promptWith(ada, 1);
  const all = ["prompts:read", "prompts:write", "labels:write", "enrichment", "sharing", "analytics:read"];
  const strong = await world.apiKey(ada, { scopes: all });
  const weak = await world.apiKey(ada, { scopes: all.filter((scope) => scope !== "labels:write") });
  expect((await strong.get("/prompts/protected-labels")).body.code).toBe("user_token_required");
  expect((await strong.put("/prompts/protected-labels", { labels: [] })).body.code).toBe("user_token_required");
  for (const label of ["production", "staging"]) {
    const path = `/prompts/${id}/labels/${label}`;
    expect((await weak.put(path, { version: 1 })).body.code).toBe("insufficient_scope");
    expect((await strong.put(path, { version: 1 })).status).toBe(200);
    expect((await weak.delete(path)).body.code).toBe("insufficient_scope");
    expect((await weak.post(`${path}/undo`)).body.code).toBe("insufficient_scope");
    expect((await weak.get(path)).status).toBe(200);
  }
});

test("a key needs labels:write for a protected label; persons do not", () => {
  const actor = (credential: Actor["credential"]): Actor => ({ userId: "u", tier: "free", role: "user", credential });
  const key = (...scopes: ("labels:write" | "prompts:write")[]) =>
    actor({ kind: "api_key", keyId: "k", secretHash: Buffer.alloc(32), scopes, endsAt: Infinity });
  const refuse = (who: Actor, label: string) => () => refuseProtected(who, label, ["production"]);
  expect(refuse(key("prompts:write"), "production")).toThrow(Failure);
  expect(refuse(key("prompts:write"), "staging")).not.toThrow();
  expect(refuse(key("labels:write"), "production")).not.toThrow();
  expect(refuse(actor({ kind: "session", sessionId: "s", endsAt: Infinity }), "production")).not.toThrow();
  expect(refuse(actor({ kind: "supabase", authenticatedAt: null, endsAt: Infinity }), "production")).not.toThrow();
});
