import { afterAll, beforeAll, expect, test } from "vitest";
import { sendMail } from "../../../src/features/mail/index.ts";
import { unsubscribeToken } from "../../../src/features/mail/unsubscribe-token.ts";
import { type SmtpSink, startSmtpSink } from "../../fakes/smtp.ts";
import { redactUrl } from "../../../src/http/logged-url.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { limitsBut } from "../auth/answers.ts";
import { runJob } from "../privacy/fixture.ts";

let sink: SmtpSink;
let world: World;
beforeAll(async () => {
  sink = await startSmtpSink();
  world = await createWorld({ limits: limitsBut({}), env: { SMTP_URL: sink.url } });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

async function reader(): Promise<User> {
  const ada = await world.user();
  await world.sql("update promptr.profiles set email_verified_at = now() where id = $1", [ada.userId]);
  return ada;
}
const month = () => `${world.clock.now.toISOString().slice(0, 7)}-01`;
/** Optional mail, as the job of it sends it. */
const sendOptional = ({ userId }: User) =>
  runJob(world, sendMail, {
    to: userId,
    template: "quota_reached",
    quota: { kind: "prompts", month: month(), limit: 100 },
  });
const mailsTo = ({ email }: { email: string }) => sink.mails.filter(({ recipients }) => recipients.includes(email));
const linkOf = (user: User): string => {
  const [header] = mailsTo(user)
    .at(-1)!
    .headers.filter(({ key }) => key === "list-unsubscribe");
  return header!.value.replaceAll(/[<>]/g, "").replace("https://promptr.test", "");
};
const settings = async (user: User) => (await user.get("/users/notifications/settings")).body;

test("one click of a mail program, as form data or urlencoded, with no login and no cookie, stops the mail; a second changes nothing", async () => {
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  for (const body of [form, new URLSearchParams({ "List-Unsubscribe": "One-Click" }), undefined]) {
    const ada = await reader();
    await sendOptional(ada);
    const path = linkOf(ada);
    for (const _ of [1, 2]) {
      const answer = await world.anyone.raw(path, { method: "POST", ...(body && { body }) });
      expect([answer.status, answer.headers.get("location")]).toEqual([200, null]);
      expect(answer.text).toContain("These mails have stopped");
    }
    await sendOptional(ada);
    expect(mailsTo(ada)).toHaveLength(1);
    expect((await settings(ada)).mail).toMatchObject({ quotaReached: false, announcements: true });
  }
});

test("opening the link, as scanners do, shows a form and changes nothing", async () => {
  const ada = await reader();
  await sendOptional(ada);
  for (const method of ["GET", "HEAD"]) expect((await world.anyone.raw(linkOf(ada), { method })).status).toBe(200);
  const page = await world.anyone.raw(linkOf(ada));
  expect(page.text).toMatch(/<form method="post">[\s\S]*Stop these mails/);
  expect(page.text).not.toContain(ada.email);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  await sendOptional(ada);
  expect(mailsTo(ada)).toHaveLength(2);
});

test("a token is of one person and one kind: forged, altered and cut ones find nothing and change nothing", async () => {
  const [ada, eve] = [await reader(), await reader()];
  await sendOptional(ada);
  await sendOptional(eve);
  const token = linkOf(ada).split("/").at(-1)!;
  const bytes = Buffer.from(token, "base64url");
  const altered = (place: number): string => {
    const copy = Buffer.from(bytes);
    copy[place] = (copy[place] ?? 0) ^ 1;
    return copy.toString("base64url");
  };
  const forgedByOther = unsubscribeToken(
    { mac: () => Buffer.alloc(32, 7) },
    { userId: ada.userId, kind: "announcements", addressHash: Buffer.alloc(32) },
  );
  for (const bad of [
    altered(0),
    altered(1),
    altered(20),
    altered(64),
    token.slice(1),
    "x".repeat(87),
    "x",
    forgedByOther,
  ])
    for (const method of ["GET", "POST"]) {
      const answer = await world.anyone.raw(`/unsubscribe/${bad}`, { method });
      expect([bad, answer.status]).toEqual([bad, 404]);
    }
  const before = {
    announcements: true,
    modelRetiring: true,
    weeklyReport: true,
    quotaReached: true,
    shareOpened: false,
  };
  expect((await settings(ada)).mail).toEqual(before);
  expect((await settings(eve)).mail).toEqual(before);
});

test("mail about the account itself goes to who unsubscribed from everything", async () => {
  const ada = await reader();
  const off = {
    announcements: false,
    modelRetiring: false,
    weeklyReport: false,
    quotaReached: false,
    shareOpened: false,
  };
  await ada.put("/users/notifications/settings", { mail: off });
  await sendOptional(ada);
  expect(mailsTo(ada)).toEqual([]);
  await runJob(world, sendMail, { to: ada.userId, template: "password_changed" });
  expect(mailsTo(ada).map(({ subject }) => subject)).toEqual(["Your password was changed"]);
});

test("the wish of an address outlives its account, and only its new owner's own switch takes it back", async () => {
  const ada = await reader();
  await sendOptional(ada);
  await world.anyone.raw(linkOf(ada), { method: "POST" });
  const late = linkOf(ada);
  await world.sql("delete from promptr.profiles where id = $1", [ada.userId]);
  expect(JSON.stringify(await world.sql("select * from promptr.mail_suppressions"))).not.toContain(ada.email);
  expect((await world.anyone.raw(late, { method: "POST" })).status).toBe(200);

  const again = await reader();
  await world.sql("update promptr.profiles set email = $1 where id = $2", [ada.email, again.userId]);
  const same = { ...again, email: ada.email };
  await sendOptional(same);
  expect(mailsTo(same)).toHaveLength(1); // the one before
  expect((await settings(same)).mail.quotaReached).toBe(false);
  await same.put("/users/notifications/settings", { mail: { quotaReached: true } });
  await sendOptional(same);
  expect(mailsTo(same)).toHaveLength(2);
});

test("an address without a mailbox gets no optional mail until it takes another one", async () => {
  const ada = await reader();
  sink.refuse({ code: 550, at: "rcpt", times: 1, text: "5.1.1 no such user" });
  await expect(sendOptional(ada)).rejects.toThrow();
  expect((await settings(ada)).isMailRefused).toBe(true);
  await sendOptional(ada);
  expect(mailsTo(ada)).toEqual([]);
  await runJob(world, sendMail, { to: ada.userId, template: "password_changed" });
  expect((await settings(ada)).isMailRefused).toBe(false);
  await sendOptional(ada);
  expect(mailsTo(ada)).toHaveLength(2);
});

test("an address nobody has confirmed gets no optional mail", async () => {
  const ada = await world.user();
  await sendOptional(ada);
  expect(mailsTo(ada)).toEqual([]);
});

test("settings change what is named and keep the rest; bad ones are refused with their place", async () => {
  const ada = await reader();
  const changed = await ada.put("/users/notifications/settings", { mail: { shareOpened: true, weeklyReport: false } });
  expect(changed.body).toEqual({
    mail: { announcements: true, modelRetiring: true, weeklyReport: false, quotaReached: true, shareOpened: true },
    isMailRefused: false,
  });
  expect(await settings(ada)).toEqual(changed.body);
  for (const body of [{}, { mail: { resetPassword: false } }, { mail: { shareOpened: "yes" } }, { mail: null }])
    expect([body, (await ada.put("/users/notifications/settings", body)).status]).toEqual([body, 400]);
});

test("the link stands in no log, whatever is written before or behind it", () => {
  const token = unsubscribeToken(world.app.ports.tokens, {
    userId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
    kind: "quota_reached",
    addressHash: Buffer.alloc(32, 1),
  });
  for (const address of [`/unsubscribe/${token}`, `/unsubscribe//${token}/`, `/unsubscribe%2F${token}?a=b`])
    expect(redactUrl(address)).not.toContain(token.slice(0, 20));
});
