import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS } from "../../src/db/identity.ts";
import { sendMail } from "../../src/features/mail/index.ts";
import { eraseAccount, makeExport } from "../../src/features/privacy/index.ts";
import { limitsBut } from "../features/auth/answers.ts";
import { begin } from "../features/auth/locks.ts";
import { createWorld, type User, type World } from "../world.ts";
import { mailsTo, PASSWORD, register, runJob } from "../features/privacy/fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld({ limits: limitsBut({}) });
});
afterAll(() => world[Symbol.asyncDispose]());

const close = (user: User, body: object = { password: PASSWORD }) => user.delete("/users/delete-account", body);
const isOpen = async ({ userId }: User) =>
  (await world.sql("select 1 from promptr.profiles where id = $1 and erased_at is null", [userId])).length === 1;

test("case 26: a stolen access token is not enough: without the password nothing is erased", async () => {
  const ada = await register(world);
  for (const body of [{}, { password: "wrong" }, { password: `${PASSWORD} ` }]) {
    const refused = await close(ada, body);
    expect([refused.status, refused.body.code]).toEqual([403, "wrong_password"]);
  }
  const key = await world.apiKey(ada);
  const byKey = await key.delete("/users/delete-account", { password: PASSWORD });
  expect([byKey.status, byKey.body.code]).toEqual([403, "user_token_required"]);
  expect(await isOpen(ada)).toBe(true);
  expect((await ada.get("/prompts")).status).toBe(200);
  expect(await world.queued("users.erase")).not.toContainEqual({ userId: ada.userId });
});

test("case 26: a password is the same password however it is typed, as everywhere else", async () => {
  const typed = "pa\u0308ssw\u00f6rd-\ufb01x"; // an ä in two characters, fi in one
  const made = { email: "typed@example.com", password: typed, fullName: "Ada" };
  const { body } = await world.anyone.post("/auth/register", made);
  const ada = world.with({ authorization: `Bearer ${body.accessToken}` });
  expect((await ada.delete("/users/delete-account", { password: typed })).status).toBe(202);
});

test("case 26: guessing the password through it is limited", async () => {
  await using strict = await createWorld({ limits: limitsBut({ passwordCheck: 3 }) });
  const ada = await register(strict);
  const codes: string[] = [];
  for (let tries = 0; tries < 5; tries += 1) codes.push((await close(ada, { password: `guess ${tries}` })).body.code);
  expect(codes).toEqual(["wrong_password", "wrong_password", "wrong_password", "rate_limited", "rate_limited"]);
});

test("case 26: twenty times at once is once, and a second call finds the token dead", async () => {
  const ada = await register(world);
  const answers = await Promise.all(Array.from({ length: 20 }, () => close(ada)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(1);
  // The checks of the password run a few at a time; who is not served at once is told to come again.
  expect(statuses.filter((status) => ![202, 401, 403, 503].includes(status))).toEqual([]);
  expect((await close(ada)).status).toBe(401);
  expect(
    (await world.queued("users.erase")).filter((payload) => (payload as { userId: string }).userId === ada.userId),
  ).toHaveLength(1);
  const audit = await world.sql("select 1 from promptr.audit_log where owner_id = $1 and action = 'account.erase'", [
    ada.userId,
  ]);
  expect(audit).toHaveLength(1);
});

test("case 26: jobs in flight find nobody and end; mails that wait are dropped when they are run", async () => {
  const ada = await register(world);
  const { body } = await ada.post("/users/export-data");
  await world.app.jobs.within(world.db(AS_JOBS)).send(sendMail, { to: ada.userId, template: "password_changed" });
  expect((await close(ada)).status).toBe(202);
  expect(await mailsTo(world, ada.email)).toEqual([]);
  await runJob(world, makeExport, { exportId: body.id });
  expect(await world.sql("select state from promptr.exports where id = $1", [body.id])).toEqual([{ state: "queued" }]);
  await runJob(world, eraseAccount, { userId: ada.userId });
  await runJob(world, makeExport, { exportId: body.id });
  expect((await mailsTo(world, ada.email)).map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1]?.trim())).toEqual([
    "Your account was deleted",
  ]);
});

test("case 26: a request that was let in before the account closed leaves nothing behind", async () => {
  const ada = await register(world);
  const writes = Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      ada.post("/prompts", { title: `Late ${index}`, task: "Do it.", isPublic: true }),
    ),
  );
  expect((await close(ada)).status).toBe(202);
  await writes;
  await runJob(world, eraseAccount, { userId: ada.userId });
  expect(await world.sql("select 1 from promptr.prompts where user_id = $1", [ada.userId])).toEqual([]);
  expect((await world.anyone.get("/prompts/public?limit=100")).text).not.toContain("Late ");
});

test("case 26: the last administrator stays; of two who leave at once, one stays", async () => {
  await using small = await createWorld();
  const [ada, bob] = [await register(small), await register(small)];
  await small.sql("update promptr.profiles set role = 'admin' where id = $1", [ada.userId]);
  const refused = await close(ada);
  expect([refused.status, refused.body.code]).toEqual([409, "last_admin"]);
  expect((await ada.get("/prompts")).status).toBe(200);
  await small.sql("update promptr.profiles set role = 'admin' where id = $1", [bob.userId]);
  const both = await Promise.all([close(ada), close(bob)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
});

test("case 26: who is no administrator closes the account while administrators' accounts are being changed", async () => {
  const ada = await register(world);
  const boss = await world.user({ role: "admin" });
  await using other = await begin(world);
  await other.run("select from promptr.profiles where id = $1 for update", [boss.userId]);
  expect((await close(ada)).status).toBe(202);
});
