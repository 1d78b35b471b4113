import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asShareReader, asUser } from "../../../src/db/identity.ts";
import { createWorld, type World } from "../../world.ts";
import { makePrompt, share, submit } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();
const count = (table: string) => ({ sql: `select count(*)::int as rows from promptr.${table}`, parameters: [] });

test("the share door shows one link and its prompt, whatever is asked through it", async () => {
  const { owner, token, promptId } = await share(world);
  await makePrompt(owner);
  await share(world);
  const tables = ["shared_prompts", "prompts", "prompt_versions"];
  const visible = (db: ReturnType<typeof world.db>) =>
    Promise.all(tables.map((table) => db.one<{ rows: number }>(count(table))));
  const door = world.db(asShareReader(hashOf(token)));
  expect(await visible(door)).toEqual([{ rows: 1 }, { rows: 1 }, { rows: 1 }]);
  expect(await visible(world.db(asShareReader(hashOf("other"))))).toEqual([{ rows: 0 }, { rows: 0 }, { rows: 0 }]);
  for (const change of [
    "update promptr.shared_prompts set max_views = null",
    "update promptr.shared_prompts set revoked_at = null",
    "delete from promptr.shared_prompts",
    "update promptr.prompts set title = 'x'",
    "select email from promptr.profiles",
  ])
    await expect(door.rows({ sql: change, parameters: [] })).rejects.toThrow(/permission denied/);
  await owner.delete(`/prompts/${promptId}`);
  expect((await door.one<{ rows: number }>(count("prompts"))).rows).toBe(0);
});

test("row level security alone keeps another user from links, and from sharing a prompt that is not theirs", async () => {
  const { promptId } = await share(world);
  const eve = await world.user();
  const db = world.db(asUser(eve.userId));
  expect((await db.one<{ rows: number }>(count("shared_prompts"))).rows).toBe(0);
  const insert = {
    sql: "insert into promptr.shared_prompts (id, prompt_id, created_by, share_token) values (gen_random_uuid(), $1, $2, $3)",
    parameters: [promptId, eve.userId, hashOf("eve")],
  };
  await expect(db.rows(insert)).rejects.toThrow(/row-level security/);
});

test("no log line and no answer repeats a token, a part of it written otherwise, or a password", async () => {
  const { owner, token, json, page } = await share(world, { password: "open sesame" });
  const encoded = `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`;
  const middle = `${token.slice(0, 9)}%${token.charCodeAt(9).toString(16)}${token.slice(10)}`;
  const replies = [
    await world.anyone.get(json),
    await world.anyone.get(`${json}?password=open%20sesame`),
    await world.anyone.get(json, { "x-share-password": "open says me" }),
    await world.anyone.get(`/sharing/${encoded}`),
    await world.anyone.get(`/sharing/${middle}`),
    await world.anyone.raw(`/s/${middle}/x`),
    await world.anyone.put(json, {}),
    await world.anyone.raw(`${page}/`, { method: "PATCH" }),
    await owner.delete(json),
    await owner.delete(json),
  ];
  await submit(world, page, "open sesame");
  const log = JSON.stringify(world.logged());
  expect(world.logged().filter(({ route }) => route === "openShare").length).toBeGreaterThanOrEqual(5);
  for (const text of [log, ...replies.map((reply) => reply.text)]) {
    expect(text).not.toContain(token.slice(1, 9));
    expect(text).not.toContain(token.slice(10));
    expect(text).not.toMatch(/open(%20| )s/);
  }
});
