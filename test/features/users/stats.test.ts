import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = new Date("2026-11-22T12:00:00Z");
});
afterAll(() => world[Symbol.asyncDispose]());

const number = async (user: User, sql: string): Promise<number> =>
  Number((await world.sql(`select ${sql} as number`.replaceAll("$me", `'${user.userId}'`)))[0]?.["number"]);

/** A person with prompts of every kind, links of every kind and a ledger with every state. */
async function busyUser(): Promise<User> {
  const user = await world.user();
  const make = async (over: object) => (await user.post("/prompts", { title: "t", task: "Do it.", ...over })).body.id;
  const shown = await make({ category: "coding", isPublic: true });
  await make({ category: "coding" });
  const removed = await make({ category: "writing" });
  const gone = await make({ category: "writing", isPublic: true });
  await user.put(`/prompts/${shown}`, { task: "Do it well." });
  await user.put(`/prompts/${shown}`, { task: "Do it very well." });
  await world.sql("update promptr.prompts set view_count = 5 where user_id = $1", [user.userId]);
  const share = async (promptId: string, over: object = {}) =>
    (await user.post("/sharing/create", { promptId, ...over })).body.token as string;
  const open = await share(shown, { maxViews: 9 });
  const usedUp = await share(shown, { maxViews: 1 });
  await share(shown, { expiresAt: "2026-11-22T13:00:00Z" });
  await user.delete(`/sharing/${await share(shown)}`);
  await share(gone);
  await share(removed);
  for (const token of [open, open, usedUp]) await world.anyone.get(`/sharing/${token}`);
  await user.delete(`/prompts/${gone}`);
  await world.sql("update promptr.prompts set moderation_status = 'removed' where id = $1", [removed]);
  await world.sql(
    `insert into promptr.enhancements (id, user_id, month, state, status, model, provider, input_tokens, output_tokens, cost_usd, finished_at)
     values (gen_random_uuid(), $1, '2026-11-01', 'settled', 'improved', 'm', 'p', 100, 20, 0.0123, now()),
       (gen_random_uuid(), $1, '2026-11-01', 'settled', 'already_good', 'm', 'p', 10, 2, 0.000001, now()),
       (gen_random_uuid(), $1, '2026-10-01', 'settled', 'improved', 'm', 'p', 1000, 200, 1.5, now()),
       (gen_random_uuid(), $1, '2026-11-01', 'refunded', null, 'm', 'p', 7, 0, 0.1, now()),
       (gen_random_uuid(), $1, '2026-11-01', 'reserved', null, 'm', 'p', 0, 0, 0, null)`,
    [user.userId],
  );
  return user;
}

test("every number is that of a plain count over the rows", async () => {
  const [ada, eve] = [await busyUser(), await busyUser()];
  const { status, body } = await ada.get("/users/stats");
  expect(status).toBe(200);
  const own = "from promptr.prompts where user_id = $me and deleted_at is null";
  const ledger = "from promptr.enhancements where user_id = $me";
  const since =
    'select to_char(created_at, \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') as since from promptr.profiles where id = $1';
  const [profile] = await world.sql(since, [ada.userId]);
  expect(body).toEqual({
    prompts: {
      total: await number(ada, `(select count(*) ${own})`),
      public: await number(ada, `(select count(*) ${own} and is_public)`),
      byCategory: [
        { category: "coding", count: await number(ada, `(select count(*) ${own} and category = 'coding')`) },
        { category: "writing", count: await number(ada, `(select count(*) ${own} and category = 'writing')`) },
      ],
    },
    versions: await number(ada, `(select count(*) from promptr.prompt_versions where prompt_id in (select id ${own}))`),
    views: await number(ada, `(select sum(view_count) ${own})`),
    shares: {
      active: 2,
      views: await number(ada, "(select sum(view_count) from promptr.shared_prompts where created_by = $me)"),
    },
    enhancements: {
      total: await number(ada, `(select count(*) ${ledger} and state = 'settled')`),
      thisMonth: await number(ada, `(select count(*) ${ledger} and state = 'settled' and month = '2026-11-01')`),
      improved: await number(ada, `(select count(*) ${ledger} and state = 'settled' and status = 'improved')`),
    },
    tokens: {
      input: await number(ada, `(select sum(input_tokens) ${ledger})`),
      output: await number(ada, `(select sum(output_tokens) ${ledger})`),
    },
    costUsd: await number(ada, `(select sum(cost_usd) ${ledger})`),
    averageQuality: await number(ada, `(select round(avg(quality_score) * 100) ${own})`),
    memberSince: profile?.["since"],
  });
  expect(body).toMatchObject({ prompts: { total: 3, public: 1 }, versions: 5, views: 15, shares: { views: 3 } });
  expect(body).toMatchObject({ enhancements: { total: 3, thisMonth: 2, improved: 2 }, costUsd: 1.612301 });
  expect((await eve.get("/users/stats")).body).toEqual({ ...body, memberSince: expect.any(String) });
});

test("somebody who did nothing yet has zeros, and no average", async () => {
  const ada = await world.user();
  const { status, body } = await ada.get("/users/stats");
  expect(status).toBe(200);
  expect(body).toEqual({
    prompts: { total: 0, public: 0, byCategory: [] },
    versions: 0,
    views: 0,
    shares: { active: 0, views: 0 },
    enhancements: { total: 0, thisMonth: 0, improved: 0 },
    tokens: { input: 0, output: 0 },
    costUsd: 0,
    averageQuality: null,
    memberSince: expect.any(String),
  });
});

test("a link that ends is not active from that second on", async () => {
  const ada = await world.user();
  const { body: prompt } = await ada.post("/prompts", { title: "t", task: "t" });
  const expiresAt = new Date(world.clock.now.getTime() + 60_000);
  await ada.post("/sharing/create", { promptId: prompt.id, expiresAt: expiresAt.toISOString() });
  const active = async () => (await ada.get("/users/stats")).body.shares.active;
  expect(await active()).toBe(1);
  const before = world.clock.now;
  world.clock.now = expiresAt;
  expect(await active()).toBe(0);
  world.clock.now = before;
});
