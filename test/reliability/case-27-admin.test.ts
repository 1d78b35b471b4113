import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../src/app/document.ts";
import { API_SCOPES } from "../../src/contract/credential.ts";
import { pathOf, type Route } from "../../src/feature.ts";
import type { Answered, Caller } from "../caller.ts";
import { createWorld, type User, type World } from "../world.ts";

/** RELIABILITY (b) 27, over whatever operations there are: a new one is in this list as soon as it is declared. */
const operations = routes.filter(({ access }) => access === "admin").map((route) => [route.name, route] as const);

let world: World;
let chief: User;
let people: { caller: Caller; id: string; who: string; code: string }[];
beforeAll(async () => {
  world = await createWorld({
    limits: { free: { requests: 1_000_000 }, pro: { requests: 1_000_000 }, adminDenied: 10_000 },
  });
  chief = await world.user({ role: "admin" });
  const [user, pro, former, keyed] = await Promise.all([
    world.user(),
    world.user({ tier: "pro" }),
    world.user({ role: "admin" }),
    world.user({ role: "admin" }),
  ]);
  const key = await world.apiKey(keyed, { scopes: [...API_SCOPES] });
  expect((await former.get("/admin/users")).status).toBe(200);
  await chief.put(`/admin/users/${former.userId}`, { role: "user" });
  people = [
    { caller: user, id: user.userId, who: "a user", code: "forbidden" },
    { caller: pro, id: pro.userId, who: "a pro user", code: "forbidden" },
    { caller: former, id: former.userId, who: "an administrator who was demoted", code: "forbidden" },
    { caller: key, id: keyed.userId, who: "an administrator's API key with every scope", code: "user_token_required" },
  ];
});
afterAll(() => world[Symbol.asyncDispose]());

/** With ids nobody has; the bodies are the documented ones, so that nothing but the caller is wrong. */
const ask = (caller: Caller, route: Route): Promise<Answered> =>
  caller.raw(pathOf(route).replace(":id", randomUUID()).replaceAll(/:\w+/g, "x"), {
    method: route.method,
    ...(route.body && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(route.example?.body ?? {}),
    }),
  });
const deniedRows = async (actorId: string, operation: string): Promise<number> =>
  (
    await world.sql(
      "select 1 from promptr.audit_log where actor_id = $1 and subject_id = $2 and action = 'admin.denied' and outcome = 'denied'",
      [actorId, operation],
    )
  ).length;

describe.each(operations)("%s", (name, route) => {
  test("answers nobody but administrators, says nothing of what it would have done, and a refused change is recorded", async () => {
    for (const { caller, id, who, code } of people) {
      const { status, body } = await ask(caller, route);
      expect([who, status, body.code]).toEqual([who, 403, code]);
      expect(Object.keys(body).toSorted()).toEqual(
        ["code", "detail", "errors", "instance", "requestId", "status", "title", "type"].toSorted(),
      );
      expect(body.errors).toEqual([]);
      expect([who, await deniedRows(id, name)]).toEqual([who, route.method === "GET" ? 0 : 1]);
    }
    const nobody = await ask(world.anyone, route);
    expect([nobody.status, nobody.body.code]).toEqual([401, "unauthenticated"]);
  });
});

test("there are operations to look at, and each wants a person's own token", () => {
  expect(operations.length).toBeGreaterThanOrEqual(10);
  for (const [, route] of operations) expect(route.keyScope).toBeNull();
});
