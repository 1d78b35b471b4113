import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
let root: User;
beforeAll(async () => {
  world = await createWorld();
  root = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

const rename = (user: User, fullName: string) =>
  world.sql("update promptr.profiles set full_name = $2 where id = $1", [user.userId, fullName]);
const found = async (query: string): Promise<string[]> => {
  const { status, body } = await root.get(`/admin/users?limit=100&${query}`);
  expect(status).toBe(200);
  return body.data.map(({ id }: { id: string }) => id);
};
const searched = (text: string) => found(`search=${encodeURIComponent(text)}`);

test("an administrator sees accounts whole, and nothing a person wrote or keeps secret", async () => {
  const ada = await world.user({ tier: "pro" });
  await world.sql(
    "update promptr.profiles set email_verified_at = now(), created_at = '2026-11-01', preferences = '{\"theme\":\"dark\"}' where id = $1",
    [ada.userId],
  );
  await world.sql("update promptr.sessions set last_used_at = '2026-11-20T10:00:00Z' where user_id = $1", [ada.userId]);
  const { body } = await root.get(`/admin/users?search=${ada.email}`);
  expect(body).toEqual({
    data: [
      {
        id: ada.userId,
        email: ada.email,
        fullName: "Ada Lovelace",
        origin: "local",
        role: "user",
        subscriptionTier: "pro",
        suspendedAt: null,
        emailVerified: true,
        createdAt: "2026-11-01T00:00:00.000Z",
        lastSeenAt: "2026-11-20T10:00:00.000Z",
      },
    ],
    pagination: { limit: 20, hasMore: false, nextCursor: null },
  });
});

test("a search finds part of a name or an address in any case, and takes its signs as they are", async () => {
  const [odd, plain, emile, slash] = await Promise.all(Array.from({ length: 4 }, () => world.user()));
  const mark = randomUUID();
  await rename(odd!, `100%_${mark}`);
  await rename(plain!, `100xx${mark}`);
  await rename(emile!, `Émile ${mark}`);
  await rename(slash!, `back\\slash${mark}`);
  expect(await searched(`0%_${mark}`)).toEqual([odd!.userId]);
  expect(await searched(`0xx${mark}`)).toEqual([plain!.userId]);
  expect(await searched(`ÉMILE ${mark.toUpperCase()}`)).toEqual([emile!.userId]);
  expect(await searched(`K\\S`)).toEqual([slash!.userId]);
  expect(await searched(odd!.email.slice(5, 30).toUpperCase())).toEqual([odd!.userId]);
  expect(new Set(await searched(mark))).toEqual(new Set([odd, plain, emile, slash].map((user) => user!.userId)));
  expect(await searched("' or true --")).toEqual([]);
});

test("filters narrow the list, alone and together", async () => {
  const mark = randomUUID();
  const [free, pro, boss, out] = [
    await world.user(),
    await world.user({ tier: "pro" }),
    await world.user({ role: "admin" }),
    await world.user({ tier: "pro" }),
  ];
  for (const user of [free, pro, boss, out]) await rename(user, mark);
  await world.sql("update promptr.profiles set suspended_at = '2026-11-22T10:00:00Z' where id = $1", [out.userId]);
  const among = async (filter: string) => (await found(`search=${mark}&${filter}`)).sort();
  const ids = (...users: User[]) => users.map(({ userId }) => userId).sort();
  expect(await among("subscriptionTier=pro")).toEqual(ids(pro, out));
  expect(await among("subscriptionTier=free")).toEqual(ids(free, boss));
  expect(await among("role=admin")).toEqual(ids(boss));
  expect(await among("suspended=true")).toEqual(ids(out));
  expect(await among("suspended=false&subscriptionTier=pro")).toEqual(ids(pro));
  const { body } = await root.get(`/admin/users?search=${mark}&suspended=true`);
  expect(body.data[0].suspendedAt).toBe("2026-11-22T10:00:00.000Z");
});

test("a walk by cursor meets everybody once, newest first, also those who came at the same moment", async () => {
  const mark = randomUUID();
  await world.sql(
    `insert into promptr.profiles (id, email, full_name, created_at)
     select gen_random_uuid(), 'w' || n || '-' || $1 || '@example.com', 'Walker ' || n, timestamptz '2026-11-01' + (n / 3) * interval '1 hour'
     from generate_series(1, 10) n`,
    [mark],
  );
  const met: { id: string; createdAt: string }[] = [];
  let path: string | null = `/admin/users?search=${mark}&limit=4&include=total`;
  while (path !== null) {
    const { body, headers } = await root.get(path);
    expect(body.pagination.total).toBe(10);
    met.push(...body.data);
    path = /<https:\/\/promptr\.test\/api\/v1([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? null;
  }
  expect(new Set(met.map(({ id }) => id)).size).toBe(10);
  const times = met.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().toReversed());
  const pages = await Promise.all(
    [1, 2, 3].map((page) => root.get(`/admin/users?search=${mark}&limit=4&page=${page}`)),
  );
  expect(pages.flatMap(({ body }) => body.data)).toEqual(met);
});

test("an account that is being erased is gone from the list, and can be neither read nor changed", async () => {
  const ada = await world.user();
  await world.sql("update promptr.profiles set erased_at = now() where id = $1", [ada.userId]);
  expect(await searched(ada.email)).toEqual([]);
  const { status, body } = await root.put(`/admin/users/${ada.userId}`, { role: "admin" });
  expect([status, body.code]).toEqual([404, "not_found"]);
  const read = await root.get(`/admin/users/${ada.userId}`);
  expect([read.status, read.body.code]).toEqual([404, "not_found"]);
});

test("one account is read as the list shows it, and a change of it answers in the same words", async () => {
  const ada = await world.user({ tier: "pro" });
  const path = `/admin/users/${ada.userId}`;
  const { status, body } = await root.get(path);
  expect(status).toBe(200);
  expect([body]).toEqual((await root.get(`/admin/users?search=${ada.email}`)).body.data);
  const changed = await root.put(path, { suspended: true });
  expect(changed.body).toEqual({ ...body, suspendedAt: world.clock.now.toISOString() });
  expect((await root.get(path)).body).toEqual(changed.body);
});

test("nobody's id is 404, what is no id is 400, and who is no administrator gets 403 for either", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const unknown = await root.get(`/admin/users/${randomUUID()}`);
  expect([unknown.status, unknown.body.code]).toEqual([404, "not_found"]);
  expect((await root.get("/admin/users/me")).status).toBe(400);
  for (const id of [ada.userId, eve.userId, randomUUID()])
    expect((await ada.get(`/admin/users/${id}`)).body.code).toBe("forbidden");
});

test.each([
  ["a search too long", `search=${"x".repeat(201)}`],
  ["an empty search", "search=%20"],
  ["a plan that is none", "subscriptionTier=gold"],
  ["a role that is none", "role=root"],
  ["neither yes nor no", "suspended=1"],
  ["a sort of its own", "sort=password_hash"],
  ["a page too long", "limit=1000000000"],
])("the list refuses %s", async (_what, query) => {
  const { status, body } = await root.get(`/admin/users?${query}`);
  expect([status, body.code]).toEqual([400, "invalid_input"]);
});

test("a cursor this list did not give is refused", async () => {
  const { status, body } = await root.get("/admin/users?cursor=nonsense");
  expect([status, body.code]).toEqual([400, "invalid_cursor"]);
});
