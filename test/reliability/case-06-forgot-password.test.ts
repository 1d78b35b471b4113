import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMailWorld, limitsBut, register, seen, tokenIn } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";

const SUBJECT = "Choose a new password";
const MINUTE_MS = 60_000;
const forgot = (world: World, email: string, headers?: Record<string, string>) =>
  world.anyone.post("/auth/forgot-password", { email }, headers);
const jobs = async (world: World) =>
  (await world.queued("mail.send")).filter((job) => (job as { template: string }).template === "reset_password");
const mailsFor = async ({ userId }: { userId: string }) =>
  (await jobs(world)).filter((job) => (job as { to: string }).to === userId).length;

let world: World;
beforeAll(async () => {
  world = await createWorld({ limits: limitsBut({ forgotPassword: 5 }) });
});
afterAll(() => world[Symbol.asyncDispose]());

test("case 6: known, unknown and suspended addresses get one 202, equal in every byte, and one job each", async () => {
  const [ada, eve] = [await register(world), await register(world)];
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [eve.userId]);
  const before = (await jobs(world)).length;
  const known = await forgot(world, ` ${ada.email.toUpperCase()}`);
  const unknown = await forgot(world, "nobody@example.com");
  const suspended = await forgot(world, eve.email);
  expect(known.status).toBe(202);
  expect(seen(unknown)).toEqual(seen(known));
  expect(seen(suspended)).toEqual(seen(known));
  const sent = (await jobs(world)).slice(before);
  expect(sent).toHaveLength(3);
  expect(sent[0]).toEqual({ to: ada.userId, template: "reset_password", passwordSince: expect.any(String) });
  const stranger = (sent[1] as { to: string }).to;
  expect(await world.sql("select 1 from promptr.profiles where id = $1", [stranger])).toEqual([]);
  expect(JSON.stringify(sent)).not.toContain("example.com");
});

test("case 6: of a hundred wishes for one victim, at most one a minute and five in an hour become mail, silently", async () => {
  const ada = await register(world);
  const answers = await Promise.all(Array.from({ length: 10 }, () => forgot(world, ada.email)));
  expect(await mailsFor(ada)).toBe(1);
  for (let quarter = 1; quarter <= 6; quarter += 1) {
    for (let minute = 0; minute < 15; minute += 1) {
      world.clock.now = new Date(world.clock.now.getTime() + MINUTE_MS);
      answers.push(await forgot(world, ada.email));
    }
    expect(await mailsFor(ada)).toBe(1 + quarter); // five when the hour is over
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
});

test("case 6: strangers cannot use up the owner's mails: whenever the owner asks, one of the last quarter of an hour is there", async () => {
  const ada = await register(world);
  for (let wish = 0; wish < 6; wish += 1) expect((await forgot(world, ada.email)).status).toBe(202);
  expect(await mailsFor(ada)).toBe(1);
  world.clock.now = new Date(world.clock.now.getTime() + 15 * MINUTE_MS);
  expect((await forgot(world, ada.email)).status).toBe(202);
  expect(await mailsFor(ada)).toBe(2);
});

test("case 6: twenty wishes at the same moment become one mail", async () => {
  const before = (await jobs(world)).length;
  const email = (await register(world)).email;
  await Promise.all(Array.from({ length: 20 }, () => forgot(world, email)));
  expect((await jobs(world)).length - before).toBe(1);
});

test("case 6: an address that asks for many accounts is told to stop, with or without such accounts", async () => {
  await using strict = await createWorld({ limits: limitsBut({ forgotPasswordPerAddress: 3 }) });
  const statuses: number[] = [];
  for (let index = 0; index < 5; index += 1) statuses.push((await forgot(strict, `e${index}@example.com`)).status);
  expect(statuses).toEqual([202, 202, 202, 429, 429]);
});

/** Fetch writes the Host header itself; an attacker does not. */
const forgotAt = (url: string, email: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ email });
    const sent = request(
      `${url}/api/v1/auth/forgot-password`,
      {
        method: "POST",
        headers: { "content-type": "application/json", "content-length": String(body.length), ...headers },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode));
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });

test("case 6: whatever host the request names, the link leads to PUBLIC_URL, and its token is nowhere but in the mail", async () => {
  await using mailing = await createMailWorld();
  const ada = await register(mailing);
  const evil = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    forwarded: "host=evil.example",
    origin: "https://evil.example",
  };
  expect(await forgotAt(mailing.url, ada.email, evil)).toBe(202);
  const mail = await mailing.mailTo(ada.email, SUBJECT);
  const token = tokenIn(mail, "/reset-password");
  expect(`${mail.text}${mail.html}`).not.toContain("evil");
  expect(mail.html).toContain(`href="https://promptr.test/reset-password/${token}"`);
  expect((await mailing.anyone.raw(`/reset-password/${token}`)).status).toBe(200);
  const kept = JSON.stringify([
    await mailing.sql("select data, output from pgboss.job"),
    await mailing.sql("select user_id, encode(token_hash, 'escape') from promptr.password_resets"),
    await mailing.sql("select * from promptr.audit_log"),
    mailing.logged(),
  ]);
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(Buffer.from(token).toString("base64"));
  expect(kept).toContain("/reset-password/[redacted]");
});

test("case 6: nobody is mailed who has no open account of ours: unknown, suspended, erased, from another issuer", async () => {
  await using mailing = await createMailWorld();
  const [ada, suspended, erased] = [await register(mailing), await register(mailing), await register(mailing)];
  await mailing.sql("update promptr.profiles set suspended_at = now() where id = $1", [suspended.userId]);
  await mailing.sql("update promptr.profiles set erased_at = now() where id = $1", [erased.userId]);
  await mailing.sql(
    "insert into promptr.profiles (id, email, full_name, origin) values (gen_random_uuid(), 'sam@example.com', 'Sam', 'supabase')",
  );
  for (const email of ["nobody@example.com", suspended.email, erased.email, "sam@example.com", ada.email])
    expect((await forgot(mailing, email)).status).toBe(202);
  await mailing.mailTo(ada.email, SUBJECT);
  expect(mailing.mails.filter(({ subject }) => subject === SUBJECT).map(({ to }) => to.address)).toEqual([ada.email]);
  const links = await mailing.sql("select user_id from promptr.password_resets");
  expect(links).toEqual([{ user_id: ada.userId }]);
});
