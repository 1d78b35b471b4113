import { afterAll, beforeAll, expect, test } from "vitest";
import { caller, type Caller } from "../../caller.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

const FELT_WITHIN_MS = 1_000;

let world: World;
let root: User;
let other: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld();
  root = await world.user({ role: "admin" });
  other = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

const change = async (user: User, body: object): Promise<void> => {
  expect((await root.put(`/admin/users/${user.userId}`, body)).status).toBe(200);
};
const statusOf = async (caller: Caller, path = "/users/stats"): Promise<number> => (await caller.get(path)).status;

/** Waits until the other process answers with the status, and not longer than it may be behind. */
async function felt(caller: Caller, status: number, path?: string): Promise<void> {
  const from = performance.now();
  await until(async () => (await statusOf(caller, path)) === status);
  expect(performance.now() - from).toBeLessThan(FELT_WITHIN_MS);
}

test("a suspended person's token is refused at once here and within a second elsewhere, and works again after", async () => {
  const ada = await world.user();
  const elsewhere = other.as(ada);
  expect([await statusOf(ada), await statusOf(elsewhere)]).toEqual([200, 200]);
  await change(ada, { suspended: true });
  expect(await statusOf(ada)).toBe(401);
  await felt(elsewhere, 401);
  await change(ada, { suspended: false });
  expect(await statusOf(ada)).toBe(200);
  await felt(elsewhere, 200);
});

test("a suspended person's refresh token is refused and lives on when the suspension ends", async () => {
  const ada = await world.user();
  const refresh = async (caller: Caller, refreshToken: string) => caller.post("/auth/refresh", { refreshToken });
  await change(ada, { suspended: true });
  for (const caller of [world.anyone, other.anyone]) {
    const { status, body } = await refresh(caller, ada.refreshToken);
    expect([status, body.code]).toEqual([401, "invalid_refresh_token"]);
  }
  await change(ada, { suspended: false });
  const { status, body } = await refresh(world.anyone, ada.refreshToken);
  expect(status).toBe(200);
  expect(await statusOf(world.with({ authorization: `Bearer ${body.accessToken}` }))).toBe(200);
});

test("a suspended person's API keys are refused at once here and within a second elsewhere, and work again after", async () => {
  const ada = await world.user();
  const here = await world.apiKey(ada, { scopes: ["analytics:read"] });
  const elsewhere = caller(other.url, { "x-api-key": here.key });
  expect([await statusOf(here), await statusOf(elsewhere)]).toEqual([200, 200]);
  await change(ada, { suspended: true });
  expect(await statusOf(here)).toBe(401);
  await felt(elsewhere, 401);
  await change(ada, { suspended: false });
  expect(await statusOf(here)).toBe(200);
  await felt(elsewhere, 200);
});

test("a new administrator is one at once here and within a second elsewhere, and so is one who is none any more", async () => {
  const ada = await world.user();
  const elsewhere = other.as(ada);
  const path = "/admin/users";
  expect([await statusOf(ada, path), await statusOf(elsewhere, path)]).toEqual([403, 403]);
  await change(ada, { role: "admin" });
  expect(await statusOf(ada, path)).toBe(200);
  await felt(elsewhere, 200, path);
  await change(ada, { role: "user" });
  expect(await statusOf(ada, path)).toBe(403);
  await felt(elsewhere, 403, path);
});

test("an administrator who was demoted changes nothing from a process that has not heard of it", async () => {
  const ada = await world.user({ role: "admin" });
  const elsewhere = other.as(ada);
  expect(await statusOf(elsewhere, "/admin/users")).toBe(200);
  await change(ada, { role: "user" });
  const tried = await elsewhere.put(`/admin/users/${ada.userId}`, { role: "admin" });
  expect([tried.status, tried.body.code]).toEqual([403, "forbidden"]);
  expect((await ada.get("/users/profile")).body.role).toBe("user");
  const denied = "select subject_id from promptr.audit_log where outcome = 'denied' and actor_id = $1";
  expect(await world.sql(denied, [ada.userId])).toEqual([{ subject_id: "updateUser" }]);
});

test("a new plan has its limits at once here and within a second elsewhere", async () => {
  const ada = await world.user();
  const elsewhere = other.as(ada);
  const limitOf = async (caller: Caller) =>
    (await caller.post("/prompts", { title: "t", task: "t" })).headers.get("x-quota-prompts-limit");
  expect([await limitOf(ada), await limitOf(elsewhere)]).toEqual(["100", "100"]);
  await change(ada, { subscriptionTier: "pro" });
  expect(await limitOf(ada)).toBe("1000");
  const from = performance.now();
  await until(async () => (await limitOf(elsewhere)) === "1000");
  expect(performance.now() - from).toBeLessThan(FELT_WITHIN_MS);
  expect((await ada.get("/users/profile")).body.quotas.prompts.limit).toBe(1_000);
});
