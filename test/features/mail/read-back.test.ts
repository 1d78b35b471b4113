import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smtpMailer } from "../../../src/adapters/mailer.ts";
import type { Mailer } from "../../../src/contract/mail.ts";
import { MAIL_TEMPLATES, type MailData, type MailTemplate, renderMail } from "../../../src/features/mail/index.ts";
import { type SmtpSink, startSmtpSink, type SunkMail } from "../../fakes/smtp.ts";

const ORIGIN = "https://promptr.test";
/** What somebody would write who wants to be a header, a tag, a link or a second recipient. */
const HOSTILE = `Eve\r\nBcc: all@evil.test\r\n\r\n<img src="https://evil.test/x.png" onerror=alert(1)><a href='https://evil.test'>click</a>\u202E&amp;`;
const at = new Date("2026-11-22T12:00:00Z");
const unsubscribeUrl = `${ORIGIN}/unsubscribe/${"u".repeat(87)}`;
const link = (path: string) => `${ORIGIN}/${path}/${"k".repeat(43)}`;

const hostile: { readonly [T in MailTemplate]: MailData[T] } = {
  welcome: { fullName: HOSTILE, confirmUrl: link("verify-email"), productUrl: ORIGIN, docsUrl: `${ORIGIN}/api-docs` },
  verify_email: { fullName: HOSTILE, url: link("verify-email") },
  reset_password: { fullName: HOSTILE, url: link("reset-password") },
  password_changed: { fullName: HOSTILE, keys: "No API key can use your account." },
  export_ready: { fullName: HOSTILE, url: link("exports/download"), until: at },
  account_erased: { fullName: HOSTILE },
  moderation_decision: {
    fullName: HOSTILE,
    title: HOSTILE,
    status: "removed",
    reason: HOSTILE,
    appealPath: "/api/v1/prompts/x/appeal",
  },
  quota_reached: { fullName: HOSTILE, quota: "enrichments", limit: 20, resetsAt: at, unsubscribeUrl },
  share_opened: { fullName: HOSTILE, title: HOSTILE, views: 1, openedAt: at, unsubscribeUrl },
  model_retiring: { fullName: HOSTILE, title: HOSTILE, text: HOSTILE, unsubscribeUrl },
  broadcast: { title: HOSTILE, text: HOSTILE, unsubscribeUrl },
  weekly_report: { fullName: HOSTILE, period: HOSTILE, lines: [HOSTILE], unsubscribeUrl },
};
const render = (template: MailTemplate) => renderMail(template, hostile[template]);

let sink: SmtpSink;
let mailer: Mailer;
const read = new Map<MailTemplate, SunkMail>();
beforeAll(async () => {
  sink = await startSmtpSink();
  mailer = smtpMailer({ url: sink.url, from: "Promptr <no-reply@promptr.test>", messageIdDomain: "promptr.test" });
  for (const template of MAIL_TEMPLATES) {
    await mailer.send({
      id: `cause-${template}`,
      to: { name: HOSTILE, address: "ada@example.com" },
      ...render(template),
    });
    read.set(template, sink.mails.at(-1)!);
  }
});
afterAll(async () => {
  await mailer.close();
  await sink[Symbol.asyncDispose]();
});

const urlsIn = (text: string): string[] => text.match(/https?:\/\/[^\s"'<>]+/g) ?? [];
const headerOf = (mail: SunkMail, name: string) =>
  mail.headers.filter(({ key }) => key === name).map(({ value }) => value);

describe.each(MAIL_TEMPLATES.map((template) => [template]))("the mail %s, read back from a mail server", (template) => {
  const mail = () => read.get(template)!;
  const words = () => (mail().html ?? "").replaceAll(/<style>[\s\S]*?<\/style>/g, "");

  test("has one recipient, one of each header, and none that somebody wrote into a name, a title or a reason", () => {
    expect(mail().recipients).toEqual(["ada@example.com"]);
    for (const name of ["to", "from", "subject", "message-id", "content-type", "mime-version"])
      expect([name, headerOf(mail(), name).length]).toEqual([name, 1]);
    expect([headerOf(mail(), "bcc"), headerOf(mail(), "cc"), mail().bcc]).toEqual([[], [], undefined]);
    expect(mail().subject).not.toMatch(/[\r\n]/);
    expect(mail().messageId).toBe(`<cause-${template}@promptr.test>`);
    expect(headerOf(mail(), "auto-submitted")).toEqual(["auto-generated"]);
  });

  test("says the same as text and as HTML, with a preheader before everything else", () => {
    const text = mail().text ?? "";
    expect(text).not.toMatch(/<(?:html|p|td|style)\b/);
    const [, preheader = ""] = /<div style="display:none[^"]*">([\s\S]*?)<\/div>/.exec(words()) ?? [];
    expect(preheader.trim().length).toBeGreaterThan(5);
    expect(words().indexOf("display:none")).toBeLessThan(words().indexOf("<h1"));
    expect(text.length).toBeGreaterThan(100);
    for (const url of urlsIn(text)) if (url.startsWith(ORIGIN)) expect(words()).toContain(`href="${url}"`);
  });

  test("leads nowhere but to us, and loads nothing", () => {
    const targets = [...words().matchAll(/\b(?:href|src|background|action)="([^"]*)"/g)].map(
      ([, target = ""]) => target,
    );
    for (const target of targets) expect(target).toMatch(/^https:\/\/promptr\.test(?:\/|$)/);
    expect(mail().html).not.toMatch(
      /<(?:img|link|script|iframe|object|form|input|video)\b|url\(|@import|<[a-z][^>]*\ssrc=/i,
    );
    expect(mail().html).toContain("prefers-color-scheme: dark");
    expect(mail().attachments).toEqual([]);
  });

  test("shows what a person wrote as text", () => {
    expect(words()).not.toMatch(/<a href='|onerror=alert\(1\)>(?!$)|<img/);
    if (JSON.stringify(hostile[template]).split("Eve").length > 2)
      expect(words()).toContain("&lt;img src=&quot;https://evil.test/x.png&quot;");
  });
});

test("mail that can be switched off says where in its headers, for one click (RFC 8058); other mail does not", () => {
  const optional = ["broadcast", "model_retiring", "quota_reached", "share_opened", "weekly_report"];
  for (const template of MAIL_TEMPLATES) {
    const isOptional = optional.includes(template);
    const mail = read.get(template)!;
    expect([template, headerOf(mail, "list-unsubscribe")]).toEqual([
      template,
      isOptional ? [`<${unsubscribeUrl}>`] : [],
    ]);
    expect(headerOf(mail, "list-unsubscribe-post")).toEqual(isOptional ? ["List-Unsubscribe=One-Click"] : []);
    expect(mail.text!.includes(unsubscribeUrl)).toBe(isOptional);
  }
});

test("an address to unsubscribe at that could begin a header is refused", async () => {
  const mail = { id: "x", to: { name: "A", address: "ada@example.com" }, ...render("broadcast") };
  for (const bad of ["https://promptr.test/\r\nBcc: x@evil.test", "javascript:alert(1)", "https://promptr.test/>"])
    await expect(mailer.send({ ...mail, unsubscribeUrl: bad })).rejects.toThrow("plain one");
});

test("the same cause has the same Message-ID, whichever process sends it and however often", async () => {
  const other = smtpMailer({ url: sink.url, from: "Promptr <no-reply@promptr.test>", messageIdDomain: "promptr.test" });
  const mail = { id: "one-cause", to: { name: "A", address: "ada@example.com" }, ...render("broadcast") };
  for (const one of [mailer, other, mailer]) await one.send(mail);
  await other.close();
  expect(new Set(sink.mails.slice(-3).map(({ messageId }) => messageId))).toEqual(
    new Set(["<one-cause@promptr.test>"]),
  );
});

test("only a server that knows no such mailbox makes a bounce: not a policy, a full mailbox, nor what it says of the content", async () => {
  const refusals = [
    [550, "5.1.1 no such user", "rcpt", true],
    [550, "No such user here", "rcpt", true],
    [553, "5.1.3 bad address", "rcpt", true],
    [550, "5.7.1 blocked by policy", "rcpt", false],
    [552, "5.2.2 mailbox full", "rcpt", false],
    [550, "5.7.1 looks like spam", "data", false],
  ] as const;
  for (const [code, text, where, hasBounced] of refusals) {
    sink.refuse({ code, at: where, times: 1, text });
    const mail = { id: "b", to: { name: "A", address: "ada@example.com" }, ...render("broadcast") };
    const refused = await mailer.send(mail).catch((error: unknown) => error);
    expect([text, refused]).toEqual([text, expect.objectContaining({ name: "MailRefused", hasBounced })]);
  }
});
