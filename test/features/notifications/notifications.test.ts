import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS, asUser } from "../../../src/db/identity.ts";
import { crowdedNotifications } from "../../../src/features/maintenance/queries.ts";
import { notify } from "../../../src/features/notifications/index.ts";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Tells a person so many things, a second after each other. */
async function tell(user: User, count: number, from = 1): Promise<void> {
  const start = Date.parse("2026-11-01T00:00:00Z");
  for (let n = from; n < from + count; n += 1) {
    const at = new Date(start + n * 1_000);
    await notify({ db: world.db(asUser(user.userId)), now: () => at }, user.userId, {
      kind: "tier_changed",
      title: `Title ${n}`,
      body: `Body ${n}`,
    });
  }
}
type Told = { id: string; title: string; readAt: string | null };
const titles = (data: readonly Told[]) => data.map(({ title }) => title);

test("the newest comes first, with what was read and how many are unread", async () => {
  const ada = await world.user();
  await tell(ada, 2);
  const { status, body } = await ada.get("/users/notifications");
  expect(status).toBe(200);
  expect(body).toEqual({
    data: [
      {
        id: expect.any(String),
        kind: "tier_changed",
        title: "Title 2",
        body: "Body 2",
        createdAt: "2026-11-01T00:00:02.000Z",
        readAt: null,
      },
      expect.objectContaining({ title: "Title 1" }),
    ],
    pagination: { limit: 20, hasMore: false, nextCursor: null },
    unread: 2,
  });
});

test("a walk by cursor meets every row once, whatever is told meanwhile; page numbers count from the newest", async () => {
  const ada = await world.user();
  await tell(ada, 7);
  const met: string[] = [];
  let path: string | null = "/users/notifications?limit=3&include=total";
  while (path !== null) {
    const { body, headers } = await ada.get(path);
    expect(body.pagination.total).toBe(met.length === 0 ? 7 : 14);
    if (met.length === 0) await tell(ada, 7, 8);
    met.push(...titles(body.data));
    path = /<https:\/\/promptr\.test\/api\/v1([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? null;
  }
  expect(met).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `Title ${n}`));
  const second = await ada.get("/users/notifications?limit=3&page=2");
  expect(titles(second.body.data)).toEqual(["Title 11", "Title 10", "Title 9"]);
});

test("what was read is left out when only the unread are asked for", async () => {
  const ada = await world.user();
  await tell(ada, 3);
  const { body: all } = await ada.get("/users/notifications");
  expect((await ada.put("/users/notifications", { ids: [all.data[1].id] })).body).toEqual({ unread: 2 });
  const { body: unread } = await ada.get("/users/notifications?unread=true&include=total");
  expect(titles(unread.data)).toEqual(["Title 3", "Title 1"]);
  expect([unread.unread, unread.pagination.total]).toEqual([2, 2]);
  const { body: both } = await ada.get("/users/notifications?unread=false");
  expect(both.data.map(({ readAt }: Told) => readAt)).toEqual([null, world.clock.now.toISOString(), null]);
});

test("marking again, marking what is nobody's, and marking another's changes nothing", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await tell(ada, 2);
  const { body } = await ada.get("/users/notifications");
  const ids = body.data.map(({ id }: Told) => id);
  expect((await eve.put("/users/notifications", { ids })).body).toEqual({ unread: 0 });
  expect((await eve.put("/users/notifications", { all: true })).body).toEqual({ unread: 0 });
  expect((await ada.put("/users/notifications", { ids: [randomUUID()] })).body).toEqual({ unread: 2 });
  await ada.put("/users/notifications", { ids });
  const before = await world.sql("select id, read_at from promptr.notifications where user_id = $1 order by id", [
    ada.userId,
  ]);
  world.clock.now = new Date(world.clock.now.getTime() + 5_000);
  expect((await ada.put("/users/notifications", { ids: [ids[0], ids[0]] })).body).toEqual({ unread: 0 });
  const after = await world.sql("select id, read_at from promptr.notifications where user_id = $1 order by id", [
    ada.userId,
  ]);
  expect(after).toEqual(before);
});

test("nobody sees what another was told", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await tell(ada, 1);
  expect((await eve.get("/users/notifications")).body).toMatchObject({ data: [], unread: 0 });
});

test("twenty who mark the same at once all succeed", async () => {
  const ada = await world.user();
  await tell(ada, 30);
  const { body } = await ada.get("/users/notifications?limit=30");
  const ids = body.data.map(({ id }: Told) => id);
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      ada.put("/users/notifications", index % 2 === 0 ? { all: true } : { ids: ids.toReversed() }),
    ),
  );
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
  expect((await ada.get("/users/notifications")).body.unread).toBe(0);
});

test.each([
  ["neither ids nor all", {}],
  ["both", { ids: [randomUUID()], all: true }],
  ["all that is false", { all: false }],
  ["no ids", { ids: [] }],
  ["101 ids", { ids: Array.from({ length: 101 }, () => randomUUID()) }],
  ["what is no id", { ids: ["1"] }],
  ["another's name", { all: true, user_id: randomUUID() }],
])("marking wants one way and refuses %s", async (_what, body) => {
  const ada = await world.user();
  const reply = await ada.put("/users/notifications", body);
  expect([reply.status, reply.body.code]).toEqual([400, "invalid_input"]);
});

test("a cursor this list did not give is refused", async () => {
  const ada = await world.user();
  for (const cursor of ["x", Buffer.from(JSON.stringify(["-createdAt", "x", randomUUID()])).toString("base64url")]) {
    const { status, body } = await ada.get(`/users/notifications?cursor=${cursor}`);
    expect([status, body.code]).toEqual([400, "invalid_cursor"]);
  }
});

test("the sweep keeps the newest thousand of each person", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const fill = (user: User, count: number) =>
    world.sql(
      `insert into promptr.notifications (id, user_id, kind, title, body, created_at)
       select gen_random_uuid(), $1, 'k', 'n ' || n, 'b', timestamptz '2026-11-01' + n * interval '1 second'
       from generate_series(1, $2::int) n`,
      [user.userId, count],
    );
  await fill(ada, 1_003);
  await fill(eve, 1_000);
  await world.db(AS_JOBS).rows(crowdedNotifications());
  const kept = (user: User) =>
    world.sql(
      "select count(*)::int as count, min(created_at) as oldest from promptr.notifications where user_id = $1",
      [user.userId],
    );
  expect(await kept(ada)).toEqual([{ count: 1_000, oldest: new Date("2026-11-01T00:00:04Z") }]);
  expect(await kept(eve)).toEqual([{ count: 1_000, oldest: new Date("2026-11-01T00:00:01Z") }]);
});
