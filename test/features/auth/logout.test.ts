import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, until, type World } from "../../world.ts";

// Everybody here has an account of their own.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const ADA = { email: "ada@example.com", password: "test123", fullName: "Ada Lovelace" };
/** Any route for users would do; an empty change of nothing asks only who is there. */
const isIn = async (caller: World["anyone"]): Promise<boolean> =>
  (await caller.post("/auth/logout", { all: "no" })).status === 400;
const withToken = (world: World, accessToken: string) => world.with({ authorization: `Bearer ${accessToken}` });

test("a logout ends the access token and the refresh token of its session at once", async () => {
  const ada = await world.user();
  expect(await isIn(ada)).toBe(true);
  const reply = await ada.post("/auth/logout", {});
  expect(reply.status).toBe(204);
  expect(reply.text).toBe("");
  const after = await ada.post("/auth/logout");
  expect(after.status).toBe(401);
  expect(after.body.code).toBe("unauthenticated");
  expect((await world.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken })).status).toBe(401);
  expect(await world.sql("select revoked_reason from promptr.sessions where user_id = $1", [ada.userId])).toEqual([
    { revoked_reason: "logout" },
  ]);
});

test("the body may be left out", async () => {
  const ada = await world.user();
  expect((await ada.post("/auth/logout")).status).toBe(204);
});

test("a logout leaves the account's other sessions alone unless all are named", async () => {
  const { body: phone } = await world.anyone.post("/auth/register", ADA);
  const [laptop, desk] = await Promise.all([
    world.anyone.post("/auth/login", { email: ADA.email, password: ADA.password }),
    world.anyone.post("/auth/login", { email: ADA.email, password: ADA.password }),
  ]);
  const eve = await world.user();
  expect((await withToken(world, phone.accessToken).post("/auth/logout")).status).toBe(204);
  expect(await isIn(withToken(world, laptop.body.accessToken))).toBe(true);
  expect(await isIn(withToken(world, desk.body.accessToken))).toBe(true);
  expect((await withToken(world, laptop.body.accessToken).post("/auth/logout", { all: true })).status).toBe(204);
  expect(await isIn(withToken(world, desk.body.accessToken))).toBe(false);
  expect((await world.anyone.post("/auth/refresh", { refreshToken: desk.body.refreshToken })).status).toBe(401);
  expect(await isIn(eve)).toBe(true);
});

test("another process refuses the session within a second of the logout", async () => {
  const ada = await world.user();
  const elsewhere = (await world.another()).as(ada);
  expect(await isIn(elsewhere)).toBe(true);
  await ada.post("/auth/logout");
  const loggedOutAt = performance.now();
  await until(async () => !(await isIn(elsewhere)));
  expect(performance.now() - loggedOutAt).toBeLessThan(1_000);
});

test("fifty logouts of everything at once all end, and nothing is left open", async () => {
  const ada = await world.user();
  const replies = await Promise.all(Array.from({ length: 50 }, () => ada.post("/auth/logout", { all: true })));
  expect(replies.every(({ status }) => status === 204 || status === 401)).toBe(true);
  expect(
    await world.sql("select 1 from promptr.sessions where user_id = $1 and revoked_at is null", [ada.userId]),
  ).toEqual([]);
});

test("a logout that races a refresh leaves no token that works", async () => {
  const ada = await world.user();
  const [refreshed] = await Promise.all([
    world.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken }),
    ada.post("/auth/logout"),
  ]);
  const latest = refreshed.status === 200 ? refreshed.body : ada;
  expect((await world.anyone.post("/auth/refresh", { refreshToken: latest.refreshToken })).status).toBe(401);
  expect(await isIn(withToken(world, latest.accessToken))).toBe(false);
});

test("nobody logs out without a credential", async () => {
  const reply = await world.anyone.post("/auth/logout", {});
  expect(reply.status).toBe(401);
  expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer/);
});
