import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Mail } from "../../../src/contract/mail.ts";
import { newId } from "../../../src/contract/id.ts";
import { sendMail } from "../../../src/features/mail/index.ts";
import { until, type User } from "../../world.ts";
import { createMailWorld, register, tokenIn } from "../auth/answers.ts";

const DAY_MS = 86_400_000;
type MailWorld = Awaited<ReturnType<typeof createMailWorld>>;
let world: MailWorld;
/** Addresses whose next mail the mail server does not take. */
const failing = new Set<string>();
const tried: Mail[] = [];
beforeAll(async () => {
  world = await createMailWorld({
    ports: (ports) => ({
      ...ports,
      mailer: {
        ...ports.mailer,
        send: (mail) => {
          tried.push(mail);
          return failing.delete(mail.to.address) ? Promise.reject(new Error("451 try again")) : ports.mailer.send(mail);
        },
      },
    }),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();
type Template = "welcome" | "verify_email" | "reset_password" | "password_changed" | "export_ready";
const send = (to: string, template: Template, about?: string) =>
  world.app.jobs.send(sendMail, { to, template, ...(about && { about }) });
const areDone = () =>
  until(
    async () =>
      (await world.sql("select 1 from pgboss.job where name = 'mail.send' and state < 'completed'")).length === 0,
    20_000,
  );

async function exported(
  user: User,
  state: "ready" | "failed" | "queued",
  expiresAt = world.clock.now.getTime() + 7 * DAY_MS,
) {
  const id = newId();
  const [isEnded, isReady] = [state !== "queued", state === "ready"];
  await world.sql(
    "insert into promptr.exports (id, user_id, state, bytes, sha256, finished_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
    [
      id,
      user.userId,
      state,
      isReady ? 10 : null,
      isReady ? Buffer.alloc(32) : null,
      isEnded ? world.clock.now : null,
      new Date(expiresAt),
    ],
  );
  return id;
}

test("an export's mail holds a download link of which only the digest is stored", async () => {
  const ada = await world.user();
  const id = await exported(ada, "ready");
  await send(ada.userId, "export_ready", id);
  const mail = await world.mailTo(ada.email, "Your data is ready to download");
  const token = tokenIn(mail, "/exports/download");
  const [row] = await world.sql("select download_hash from promptr.exports where id = $1", [id]);
  expect(row!["download_hash"]).toEqual(digest(token));
});

test("no mail goes out about an export that is not there: another's, failed, running, gone or never named", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await send(eve.userId, "export_ready", await exported(ada, "ready"));
  await send(eve.userId, "export_ready", await exported(eve, "failed"));
  await send(eve.userId, "export_ready", await exported(eve, "queued"));
  await send(eve.userId, "export_ready", await exported(eve, "ready", world.clock.now.getTime()));
  await send(eve.userId, "export_ready", randomUUID());
  await send(eve.userId, "export_ready");
  await areDone();
  expect(tried.filter(({ to }) => to.address === eve.email)).toEqual([]);
  const linked = await world.sql(
    "select 1 from promptr.exports where download_hash is not null and user_id = any($1::uuid[])",
    [[ada.userId, eve.userId]],
  );
  expect(linked).toEqual([]);
});

test("suspended, erased, address-less and unknown accounts get no mail, and no link is made for them", async () => {
  const people = [await world.user(), await world.user(), await world.user()];
  const [suspended, erased, nameless] = people.map(({ userId }) => userId);
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [suspended]);
  await world.sql("update promptr.profiles set erased_at = now() where id = $1", [erased]);
  await world.sql("update promptr.profiles set origin = 'supabase', email = null where id = $1", [nameless]);
  const unknown = randomUUID();
  for (const to of [suspended!, erased!, nameless!, unknown])
    for (const template of ["welcome", "verify_email", "reset_password", "password_changed"] as const)
      await send(to, template);
  await areDone();
  expect(tried.filter(({ to }) => people.some(({ email }) => email === to.address))).toEqual([]);
  for (const table of ["password_resets", "email_verifications"])
    expect(
      await world.sql(`select 1 from promptr.${table} where user_id = any($1::uuid[])`, [
        people.map(({ userId }) => userId),
      ]),
    ).toEqual([]);
  expect(await world.sql("select 1 from pgboss.job where name = 'mail.send' and state = 'failed'")).toEqual([]);
});

test("whoever comes from another issuer gets no mail about a password or a confirmation of ours, but the one about an export", async () => {
  const sam = await world.user();
  await world.sql("update promptr.profiles set origin = 'supabase' where id = $1", [sam.userId]);
  for (const template of ["welcome", "verify_email", "reset_password", "password_changed"] as const)
    await send(sam.userId, template);
  await send(sam.userId, "export_ready", await exported(sam, "ready"));
  await world.mailTo(sam.email, "Your data is ready to download");
  await areDone();
  expect(tried.filter(({ to }) => to.address === sam.email)).toHaveLength(1);
});

test("a mail that failed is sent again: with a new link under a new Message-ID, and only that link works; without a link, under the same", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  for (const { email } of [ada, eve]) failing.add(email);
  await Promise.all([send(ada.userId, "reset_password"), send(eve.userId, "password_changed")]);
  await until(async () => {
    // Nobody waits for the back-off.
    await world.sql("update pgboss.job set start_after = now() where state = 'retry'");
    return tried.filter(({ to }) => [ada.email, eve.email].includes(to.address)).length === 4;
  }, 20_000);
  const [mail] = await Promise.all([
    world.mailTo(ada.email, "Choose a new password"),
    world.mailTo(eve.email, "Your password was changed"),
  ]);
  const sent = (email: string) => tried.filter(({ to }) => to.address === email);
  const [first, second] = sent(ada.email);
  expect(second).toEqual(mail);
  expect(first!.id).not.toBe(second!.id);
  expect(first!.id.split(".")[0]).toBe(second!.id.split(".")[0]);
  const reset = (link: Mail) =>
    world.anyone.post("/auth/reset-password", { token: tokenIn(link, "/reset-password"), password: "a-better-one" });
  expect((await reset(first!)).status).toBe(400);
  expect((await reset(second!)).status).toBe(204);
  const [one, again] = sent(eve.email).map(({ id }) => id);
  expect(again).toBe(one);
});

test("a reset mail that waited while the password was changed is not sent, and leaves no link", async () => {
  const [ada, eve] = [await register(world), await register(world)];
  const wishes = await Promise.all(
    [ada, eve].map(async ({ userId }) => {
      const sql = "select updated_at from promptr.credentials where user_id = $1";
      const since = (await world.sql(sql, [userId]))[0]!["updated_at"] as Date;
      return { to: userId, template: "reset_password", passwordSince: since.toISOString() } as const;
    }),
  );
  const change = { currentPassword: ada.password, newPassword: "a-better-one" };
  expect((await ada.post("/auth/change-password", change)).status).toBe(204);
  for (const wish of wishes) await world.app.jobs.send(sendMail, wish);
  const mail = await world.mailTo(eve.email, "Choose a new password");
  await areDone();
  expect(tried.filter(({ to, subject }) => to.address === ada.email && subject === mail.subject)).toEqual([]);
  expect(await world.sql("select 1 from promptr.password_resets where user_id = $1", [ada.userId])).toEqual([]);
});

test("a confirmed address is not asked to be confirmed", async () => {
  const ada = await world.user();
  await world.sql("update promptr.profiles set email_verified_at = now() where id = $1", [ada.userId]);
  await send(ada.userId, "verify_email");
  await send(ada.userId, "welcome");
  const welcome = await world.mailTo(ada.email, "Welcome to Promptr");
  await areDone();
  expect(welcome.text).not.toContain("/verify-email/");
  expect(tried.filter(({ to }) => to.address === ada.email)).toHaveLength(1);
  expect(await world.sql("select 1 from promptr.email_verifications where user_id = $1", [ada.userId])).toEqual([]);
});

test("a job of the mail queue holds ids only: neither address nor link", async () => {
  const ada = await world.user();
  await send(ada.userId, "welcome");
  const welcome = await world.mailTo(ada.email, "Welcome to Promptr");
  const jobs = JSON.stringify(await world.sql("select data, output from pgboss.job"));
  expect(jobs).not.toContain(ada.email);
  expect(jobs).not.toContain(tokenIn(welcome, "/verify-email"));
});
