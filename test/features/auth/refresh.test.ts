import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

// Everybody here has an account of their own, and time only goes on.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;
const refresh = (world: World, refreshToken: string) => world.anyone.post("/auth/refresh", { refreshToken });
const pass = (world: World, ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));
const sessionOf = async (world: World, user: User) =>
  (await world.sql("select revoked_reason, last_used_at from promptr.sessions where id = $1", [user.sessionId]))[0];

async function expectRefused(world: World, refreshToken: string): Promise<void> {
  const reply = await refresh(world, refreshToken);
  expect(reply.status).toBe(401);
  expect(reply.body.code).toBe("invalid_refresh_token");
}

test("a refresh token buys a new pair, and the new one the next", async () => {
  const ada = await world.user();
  const first = await refresh(world, ada.refreshToken);
  expect(first.status).toBe(200);
  expect(first.headers.get("cache-control")).toBe("private, no-store");
  expect(first.body).toMatchObject({ user: { id: ada.userId, email: ada.email }, expiresIn: 86_400 });
  pass(world, 60_000);
  const second = await refresh(world, first.body.refreshToken);
  expect(second.status).toBe(200);
  expect(new Set([ada.refreshToken, first.body.refreshToken, second.body.refreshToken]).size).toBe(3);
  expect(await sessionOf(world, ada)).toEqual({ revoked_reason: null, last_used_at: world.clock.now });
  const signedIn = world.with({ authorization: `Bearer ${second.body.accessToken}` });
  expect((await signedIn.post("/auth/logout")).status).toBe(204);
});

test("within ten seconds an answer that was lost can be asked for again", async () => {
  const ada = await world.user();
  const first = await refresh(world, ada.refreshToken);
  pass(world, 10_000);
  const again = await refresh(world, ada.refreshToken);
  expect(again.status).toBe(200);
  expect(again.body.refreshToken).toBe(first.body.refreshToken);
});

test("a token used again after ten seconds ends the session and all its tokens at once", async () => {
  const ada = await world.user();
  const { body } = await refresh(world, ada.refreshToken);
  pass(world, 10_001);
  expect((await ada.post("/auth/logout", { all: "not a boolean" })).status).toBe(400); // known, so it is cached now
  await expectRefused(world, ada.refreshToken);
  expect((await sessionOf(world, ada))!["revoked_reason"]).toBe("refresh_reuse");
  await expectRefused(world, body.refreshToken);
  expect((await ada.post("/auth/logout")).status).toBe(401);
});

test("the token before the last ends the session even within ten seconds", async () => {
  const ada = await world.user();
  const parent = await refresh(world, ada.refreshToken);
  const child = await refresh(world, parent.body.refreshToken);
  await expectRefused(world, ada.refreshToken);
  expect((await sessionOf(world, ada))!["revoked_reason"]).toBe("refresh_reuse");
  await expectRefused(world, child.body.refreshToken);
});

test("reuse ends the one session only", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await refresh(world, ada.refreshToken);
  pass(world, 11_000);
  await expectRefused(world, ada.refreshToken);
  expect((await refresh(world, eve.refreshToken)).status).toBe(200);
});

test("a session ends after thirty quiet days", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  pass(world, 30 * DAY_MS - 1);
  expect((await refresh(world, ada.refreshToken)).status).toBe(200);
  pass(world, 1);
  await expectRefused(world, eve.refreshToken);
});

test("a session ends after ninety days however busy it is", async () => {
  const { body } = await world.anyone.post("/auth/register", {
    email: "ada@example.com",
    password: "test123",
    fullName: "Ada Lovelace",
  });
  let token = body.refreshToken as string;
  for (const ms of [29 * DAY_MS, 29 * DAY_MS, 29 * DAY_MS, 3 * DAY_MS - 1]) {
    pass(world, ms);
    const reply = await refresh(world, token);
    expect(reply.status).toBe(200);
    token = reply.body.refreshToken;
  }
  pass(world, 1);
  await expectRefused(world, token);
});

test("a suspended account cannot refresh", async () => {
  const ada = await world.user();
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [ada.userId]);
  await expectRefused(world, ada.refreshToken);
});

test("unknown tokens, access tokens and malformed ones get one answer", async () => {
  const ada = await world.user();
  for (const token of [
    "",
    "x",
    ada.accessToken,
    `pmr_${"A".repeat(43)}`,
    `${ada.refreshToken}A`,
    ` ${ada.refreshToken}`,
  ]) {
    await expectRefused(world, token);
  }
  expect((await refresh(world, ada.refreshToken)).status).toBe(200);
});

test("a refresh token of another shape of body is refused at its place", async () => {
  for (const [body, path] of [
    [{}, "body.refreshToken"],
    [{ refreshToken: 1 }, "body.refreshToken"],
    [{ refreshToken: "x", extra: true }, "body.extra"],
    [{ refreshToken: "x".repeat(4_097) }, "body.refreshToken"],
  ] as const) {
    const reply = await world.anyone.post("/auth/refresh", body);
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0].path).toBe(path);
  }
});
