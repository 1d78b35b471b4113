import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { auditOf, limitsBut, linkFor, register } from "../auth/answers.ts";
import { areWaiting, begin } from "../auth/locks.ts";

const NEW = { name: "test", scopes: ["prompts:read"] };
const WIDER = { scopes: ["prompts:read", "prompts:write"] };
let world: World;
beforeAll(async () => {
  world = await createWorld({ limits: limitsBut({}) });
});
afterAll(() => world[Symbol.asyncDispose]());

const keysOf = async (userId: string) =>
  (await world.sql("select scopes, revision from promptr.api_keys where user_id = $1", [userId])) as object[];

const WAYS = [
  ["made", (user: User) => user.post("/api-keys", NEW)],
  ["made under an Idempotency-Key", (user: User) => user.post("/api-keys", NEW, { "Idempotency-Key": "one-wish" })],
  ["rotated", (user: User, id: string) => user.post(`/api-keys/${id}/rotate`, {})],
  ["changed", (user: User, id: string) => user.put(`/api-keys/${id}`, WIDER)],
] as const;
const ENDS = [
  [
    "its session ended",
    `with touched as (update promptr.profiles set full_name = 'Ada' where id = $1)
     update promptr.sessions set revoked_at = now(), revoked_reason = 'logout_all' where user_id = $1`,
  ],
  ["its account was suspended", "update promptr.profiles set suspended_at = now() where id = $1"],
  ["its account was closed", "update promptr.profiles set erased_at = now() where id = $1"],
] as const;

test.each(WAYS.flatMap(([way, ask]) => ENDS.map(([end, sql]) => [way, end, ask, sql] as const)))(
  "no key is %s by a request that was let in before %s",
  async (_way, _end, ask, sql) => {
    const ada = await world.user();
    const { id } = await world.apiKey(ada);
    const before = await keysOf(ada.userId);
    await using other = await begin(world);
    await other.run(sql, [ada.userId]);
    const asked = ask(ada, id);
    await areWaiting(world, 1);
    await other.commit();
    const { status, body } = await asked;
    expect([status, body.code]).toEqual([401, "unauthenticated"]);
    expect(await keysOf(ada.userId)).toEqual(before);
  },
);

test("a key that is being made while the password is reset ends with the reset", async () => {
  const ada = await register(world);
  const token = await linkFor(world, "password_resets", ada.userId);
  await using other = await begin(world);
  await other.run("select from promptr.audit_head for update"); // the key is there and its transaction cannot end yet
  const made = ada.post("/api-keys", NEW);
  await areWaiting(world, 1);
  const reset = world.anyone.post("/auth/reset-password", { token, password: "a-better-one" });
  await areWaiting(world, 2);
  await other.commit();
  expect([(await made).status, (await reset).status]).toEqual([201, 204]);
  expect(await keysOf(ada.userId)).toEqual([]);
  expect((await auditOf(world, ada.userId)).at(-1)).toMatchObject({ details: { apiKeysEnded: 1 } });
});

test("who makes keys without a pause while the password is reset is left with none", async () => {
  for (let round = 0; round < 5; round += 1) {
    const ada = await register(world);
    const token = await linkFor(world, "password_resets", ada.userId);
    let last = 201;
    const making = (async () => {
      for (let made = 0; made < 48 && last === 201; made += 1) last = (await ada.post("/api-keys", NEW)).status;
    })();
    const reset = await world.anyone.post("/auth/reset-password", { token, password: "a-better-one" });
    await making;
    expect([reset.status, await keysOf(ada.userId)]).toEqual([204, []]);
  }
});

test("the owner hears of a key that may do more than before, and of no other change", async () => {
  const ada = await world.user();
  const end = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000).toISOString();
  const { id } = await world.apiKey(ada, { expiresAt: end(1), allowedCidrs: ["127.0.0.0/8"] });
  const told = async () => {
    const sql = "select body from promptr.notifications where user_id = $1 and kind = 'api_key_widened' order by id";
    return (await world.sql(sql, [ada.userId])).map(({ body }) => String(body));
  };
  for (const [changes, words] of [
    [{ scopes: ["sharing", "prompts:read"] }, "It may also: sharing."],
    [{ allowedCidrs: ["127.0.0.0/8", "10.0.0.0/8"] }, "It may also be used from: 10.0.0.0/8."],
    [{ allowedCidrs: null }, "It may be used from every address."],
    [{ expiresAt: end(2) }, `It works until ${end(2)}.`],
    [{ expiresAt: null }, "It works without an end."],
  ] as const) {
    const before = (await told()).length;
    world.clock.now = new Date(world.clock.now.getTime() + 1);
    expect((await ada.put(`/api-keys/${id}`, changes)).status).toBe(200);
    const notices = await told();
    expect(notices).toHaveLength(before + 1);
    expect(notices.at(-1)).toContain(words);
  }
  const before = (await told()).length;
  for (const narrower of [{ name: "x" }, { scopes: ["sharing"] }, { expiresAt: end(3) }, { allowedCidrs: ["::/0"] }])
    expect((await ada.put(`/api-keys/${id}`, narrower)).status).toBe(200);
  expect(await told()).toHaveLength(before);
});
