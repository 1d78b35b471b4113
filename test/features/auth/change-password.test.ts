import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../world.ts";
import { auditOf, createMailWorld, limitsBut, linkFor, register, statusesOf } from "./answers.ts";
import { areWaiting, begin } from "./locks.ts";

const NEW = "a-better-one";
type MailWorld = Awaited<ReturnType<typeof createMailWorld>>;
let world: MailWorld;
beforeAll(async () => {
  world = await createMailWorld({ limits: limitsBut({ passwordCheck: 5 }) });
});
afterAll(() => world[Symbol.asyncDispose]());

const logIn = (email: string, password: string) => world.anyone.post("/auth/login", { email, password });
const as = (signedIn: { accessToken: string }) => world.with({ authorization: `Bearer ${signedIn.accessToken}` });

test("the password is changed, this session goes on, and all others end here at once and elsewhere within a second", async () => {
  const ada = await register(world);
  const { body: other } = await logIn(ada.email, ada.password);
  const far = await world.another();
  const there = () =>
    fetch(`${far.url}/api/v1/auth/sessions`, { headers: { authorization: `Bearer ${other.accessToken}` } });
  expect([(await as(other).get("/auth/sessions")).status, (await there()).status]).toEqual([200, 200]);
  const reply = await ada.post("/auth/change-password", { currentPassword: ada.password, newPassword: NEW });
  expect([reply.status, reply.text]).toEqual([204, ""]);
  expect((await ada.get("/auth/sessions")).status).toBe(200);
  expect((await as(other).get("/auth/sessions")).status).toBe(401);
  const changedAt = performance.now();
  await until(async () => (await there()).status === 401);
  expect(performance.now() - changedAt).toBeLessThan(1_000);
  expect((await world.anyone.post("/auth/refresh", { refreshToken: other.refreshToken })).status).toBe(401);
  expect((await world.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken })).status).toBe(200);
  expect((await logIn(ada.email, ada.password)).status).toBe(401);
  expect((await logIn(ada.email, NEW)).status).toBe(200);
});

test("the owner is told by mail and in the product, the audit log knows, and an older reset link is dead", async () => {
  const ada = await register(world);
  const link = await linkFor(world, "password_resets", ada.userId);
  await ada.post("/auth/change-password", { currentPassword: ada.password, newPassword: NEW });
  await world.mailTo(ada.email, "Your password was changed");
  expect(await world.sql("select kind from promptr.notifications where user_id = $1", [ada.userId])).toEqual([
    { kind: "password_changed" },
  ]);
  expect((await auditOf(world, ada.userId)).at(-1)).toMatchObject({
    action: "password.change",
    actor_kind: "session",
    actor_id: ada.userId,
    subject_id: ada.userId,
  });
  const reset = await world.anyone.post("/auth/reset-password", { token: link, password: "another-one" });
  expect(reset.body.code).toBe("invalid_link_token");
});

test("a reset link that a mail job made while the password was being changed is dead as well", async () => {
  const ada = await register(world);
  await using other = await begin(world);
  await other.run("select from promptr.credentials where user_id = $1 for update", [ada.userId]);
  const changed = ada.post("/auth/change-password", { currentPassword: ada.password, newPassword: NEW });
  await areWaiting(world, 1); // it has forgotten the links there were
  const link = await linkFor(world, "password_resets", ada.userId);
  await other.commit();
  expect((await changed).status).toBe(204);
  const reset = await world.anyone.post("/auth/reset-password", { token: link, password: "another-one" });
  expect(reset.body.code).toBe("invalid_link_token");
});

test("a wrong password changes nothing and is 403; after too many of them even the right one waits", async () => {
  const ada = await register(world);
  const change = (currentPassword: string) => ada.post("/auth/change-password", { currentPassword, newPassword: NEW });
  for (let tried = 0; tried < 5; tried += 1) {
    const reply = await change("wrong-1");
    expect([reply.status, reply.body.code]).toEqual([403, "wrong_password"]);
  }
  const stopped = await change(ada.password);
  expect([stopped.status, stopped.body.code]).toEqual([429, "rate_limited"]);
  expect((await ada.get("/auth/sessions")).status).toBe(200);
  expect((await logIn(ada.email, ada.password)).status).toBe(200);
});

test("a new password that is too easy is refused at its place, before the old one is looked at", async () => {
  const ada = await register(world);
  const reply = await ada.post("/auth/change-password", { currentPassword: "wrong-1", newPassword: "abc" });
  expect([reply.status, reply.body.code, reply.body.errors[0].path]).toEqual([
    422,
    "weak_password",
    "body.newPassword",
  ]);
});

test("of four changes at once, one wins", async () => {
  const ada = await register(world);
  const replies = await Promise.all(
    [1, 2, 3, 4].map((index) =>
      ada.post("/auth/change-password", { currentPassword: ada.password, newPassword: `${NEW}-${index}` }),
    ),
  );
  expect(statusesOf(replies)).toEqual([204, 403, 403, 403]);
  const won = replies.findIndex(({ status }) => status === 204) + 1;
  expect((await logIn(ada.email, `${NEW}-${won}`)).status).toBe(200);
});

test("an account without a password of ours is refused like a wrong one", async () => {
  const ada = await world.user();
  const reply = await ada.post("/auth/change-password", { currentPassword: "anything", newPassword: NEW });
  expect([reply.status, reply.body.code]).toEqual([403, "wrong_password"]);
});
