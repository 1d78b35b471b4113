import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, until, type World } from "../../world.ts";
import { auditOf, register, statusesOf } from "./answers.ts";

const DAY_MS = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const as = (signedIn: { accessToken: string }) => world.with({ authorization: `Bearer ${signedIn.accessToken}` });
/** An account with three sessions, one millisecond apart. */
async function three() {
  const ada = await register(world);
  const others = [];
  for (let index = 0; index < 2; index += 1) {
    world.clock.now = new Date(world.clock.now.getTime() + 1);
    const headers = { "user-agent": `phone-${index}` };
    others.push((await world.anyone.post("/auth/login", { email: ada.email, password: ada.password }, headers)).body);
  }
  return { ada, others };
}

test("the list shows each open session, newest first, and which one asks", async () => {
  const { ada } = await three();
  const { status, body } = await ada.get("/auth/sessions?include=total");
  expect(status).toBe(200);
  expect(body.pagination).toEqual({ limit: 20, hasMore: false, nextCursor: null, total: 3 });
  expect(body.data.map(({ userAgent }: { userAgent: string }) => userAgent)).toEqual(["phone-1", "phone-0", "node"]);
  expect(body.data.map(({ current }: { current: boolean }) => current)).toEqual([false, false, true]);
  const createdAt = world.clock.now.toISOString();
  expect(body.data[0]).toEqual({
    id: expect.any(String),
    createdAt,
    lastUsedAt: createdAt,
    expiresAt: new Date(world.clock.now.getTime() + 90 * DAY_MS).toISOString(),
    ip: "127.0.0.1",
    userAgent: "phone-1",
    current: false,
  });
});

test("a long list comes in pages, by cursor and by number, and each session once", async () => {
  const { ada } = await three();
  const whole = (await ada.get("/auth/sessions")).body.data;
  const first = await ada.get("/auth/sessions?limit=2");
  expect(first.body.data).toEqual(whole.slice(0, 2));
  const next = /<https:\/\/promptr\.test(\/api\/v1\/auth\/sessions\?[^>]+)>; rel="next"/.exec(
    first.headers.get("link")!,
  )![1]!;
  expect((await ada.raw(next)).body.data).toEqual(whole.slice(2));
  expect((await ada.get("/auth/sessions?limit=2&page=2")).body.data).toEqual(whole.slice(2));
});

test.each([
  "x",
  "WyJhIiwxLCJiIl0",
  Buffer.from('["-createdAt","soon","0a0a0a0a-0000-7000-8000-000000000000"]').toString("base64url"),
])("a forged cursor %# is refused", async (cursor) => {
  const ada = await world.user();
  const reply = await ada.get(`/auth/sessions?cursor=${cursor}`);
  expect([reply.status, reply.body.code]).toEqual([400, "invalid_cursor"]);
});

test("ended, quiet and overdue sessions, and those of others, are not listed", async () => {
  const { ada, others } = await three();
  await world.user();
  const ids = (await ada.get("/auth/sessions")).body.data.map(({ id }: { id: string }) => id);
  await as(others[1]).post("/auth/logout");
  const quietSince = new Date(world.clock.now.getTime() - 31 * DAY_MS);
  await world.sql("update promptr.sessions set last_used_at = $1 where id = $2", [quietSince, ids[1]]);
  const left = (await ada.get("/auth/sessions")).body.data.map(({ id }: { id: string }) => id);
  expect(left).toEqual([ids[2]]);
});

test("ending a session is felt at once here and within a second elsewhere, and leaves the others alone", async () => {
  const { ada, others } = await three();
  const far = await world.another();
  const there = () =>
    fetch(`${far.url}/api/v1/auth/sessions`, { headers: { authorization: `Bearer ${others[1].accessToken}` } });
  expect([(await as(others[1]).get("/auth/sessions")).status, (await there()).status]).toEqual([200, 200]);
  const [newest] = (await ada.get("/auth/sessions")).body.data;
  const reply = await ada.delete(`/auth/sessions/${newest.id}`);
  expect([reply.status, reply.text]).toEqual([204, ""]);
  expect((await as(others[1]).get("/auth/sessions")).status).toBe(401);
  const endedAt = performance.now();
  await until(async () => (await there()).status === 401);
  expect(performance.now() - endedAt).toBeLessThan(1_000);
  expect((await world.anyone.post("/auth/refresh", { refreshToken: others[1].refreshToken })).status).toBe(401);
  expect((await as(others[0]).get("/auth/sessions")).status).toBe(200);
  expect(await world.sql("select revoked_reason from promptr.sessions where id = $1", [newest.id])).toEqual([
    { revoked_reason: "ended" },
  ]);
  expect((await auditOf(world, ada.userId)).at(-1)).toMatchObject({
    action: "session.end",
    actor_id: ada.userId,
    subject_type: "session",
    subject_id: newest.id,
  });
});

test("one may end the session one asks with, and no session twice", async () => {
  const ada = await world.user();
  expect((await ada.delete(`/auth/sessions/${ada.sessionId}`)).status).toBe(204);
  expect((await ada.get("/auth/sessions")).status).toBe(401);
  const { ada: eve } = await three();
  const [newest] = (await eve.get("/auth/sessions")).body.data;
  const replies = await Promise.all([1, 2, 3].map(() => eve.delete(`/auth/sessions/${newest.id}`)));
  expect(statusesOf(replies)).toEqual([204, 404, 404]);
});

test("another person's session and one that never was get the same 404", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const foreign = await eve.delete(`/auth/sessions/${ada.sessionId}`);
  const missing = await eve.delete("/auth/sessions/019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10");
  expect([foreign.status, foreign.body.code]).toEqual([404, "not_found"]);
  expect({ ...missing.body, requestId: "", instance: "" }).toEqual({ ...foreign.body, requestId: "", instance: "" });
  expect((await ada.get("/auth/sessions")).status).toBe(200);
  expect((await eve.delete("/auth/sessions/x")).status).toBe(400);
});
