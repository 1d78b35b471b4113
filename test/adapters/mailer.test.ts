import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { smtpMailer } from "../../src/adapters/mailer.ts";
import { type Mail, type Mailer, MailRefused } from "../../src/contract/mail.ts";
import { startSmtpSink } from "../fakes/smtp.ts";

const FROM = "Promptr <no-reply@promptr.test>";
const mail = (overrides: Partial<Mail> = {}): Mail => ({
  id: "welcome-1",
  to: { name: "Ada Lovelace", address: "ada@example.com" },
  subject: "Grüße, 你好",
  text: "Hello Ada",
  html: "<p>Hello Ada</p>",
  ...overrides,
});

const smtp = (url: string): Mailer & AsyncDisposable => {
  const mailer = smtpMailer({ url, from: FROM, messageIdDomain: "promptr.test" });
  return { ...mailer, [Symbol.asyncDispose]: () => mailer.close() };
};

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("it was expected to fail")),
    (error: Error) => error,
  );

test("a mail arrives with its sender, recipient, subject, both bodies and a Message-ID made of its id", async () => {
  await using sink = await startSmtpSink();
  await using mailer = smtp(sink.url);
  await mailer.send(mail());
  await mailer.send(mail());
  expect(sink.mails).toHaveLength(2);
  expect(sink.mails.map(({ messageId }) => messageId)).toEqual(Array(2).fill("<welcome-1@promptr.test>"));
  expect(sink.mails[0]).toMatchObject({
    recipients: ["ada@example.com"],
    from: { name: "Promptr", address: "no-reply@promptr.test" },
    to: [{ name: "Ada Lovelace", address: "ada@example.com" }],
    subject: "Grüße, 你好",
  });
  expect(sink.mails[0]!.text).toContain("Hello Ada");
  expect(sink.mails[0]!.html).toContain("<p>Hello Ada</p>");
});

test.each([
  { name: 'Eve" <evil@example.com>, "', address: "ada@example.com" },
  { name: "Eve\r\nBcc: evil@example.com", address: "ada@example.com" },
])("a name that tries to add recipients stays a name: $name", async (to) => {
  await using sink = await startSmtpSink();
  await using mailer = smtp(sink.url);
  await mailer.send(mail({ to, subject: "Hello\r\nBcc: evil@example.com" }));
  const [received] = sink.mails;
  expect(received!.recipients).toEqual(["ada@example.com"]);
  expect([received!.to?.length, received!.cc, received!.bcc]).toEqual([1, undefined, undefined]);
});

test.each([
  "ada@example.com\r\nBcc: evil@example.com",
  "ada@example.com, evil@example.com",
  "ada@example.com;evil@example.com",
  "ada@example.com>, <evil@example.com",
  "friends:ada@example.com,evil@example.com;",
  "",
])("an address that is not exactly one is refused for good and reaches nobody: %j", async (address) => {
  await using sink = await startSmtpSink();
  await using mailer = smtp(sink.url);
  expect(await failure(mailer.send(mail({ to: { name: "Ada", address } })))).toBeInstanceOf(MailRefused);
  expect(sink.mails).toHaveLength(0);
});

test.each([
  { code: 550, at: "rcpt" },
  { code: 554, at: "data" },
] as const)("a final refusal ($code at $at) is reported as one that no retry can mend", async ({ code, at }) => {
  await using sink = await startSmtpSink();
  await using mailer = smtp(sink.url);
  sink.refuse({ code, at, times: 1, text: "No such mailbox ada@example.com" });
  const error = await failure(mailer.send(mail()));
  expect(error).toBeInstanceOf(MailRefused);
  expect(error.message).toContain(String(code));
  expect(error.message).not.toContain("ada@example.com");
  expect(sink.mails).toHaveLength(0);
});

test.each([
  { code: 450, at: "rcpt" },
  { code: 452, at: "data" },
] as const)("after a refusal for now ($code at $at) the next try delivers", async ({ code, at }) => {
  await using sink = await startSmtpSink();
  await using mailer = smtp(sink.url);
  sink.refuse({ code, at, times: 1 });
  expect(await failure(mailer.send(mail()))).not.toBeInstanceOf(MailRefused);
  await mailer.send(mail());
  expect(sink.mails.map(({ messageId }) => messageId)).toEqual(["<welcome-1@promptr.test>"]);
});

test("a refused login is worth a retry, and its error names neither user nor password, though the server does", async () => {
  await using sink = await startSmtpSink();
  const secrets = ["postmaster", "s3cr#t word", Buffer.from("\0postmaster\0s3cr#t word").toString("base64")];
  sink.refuse({ code: 535, at: "login", times: 10, text: `Bad login ${secrets.join(" / ")}` });
  await using mailer = smtp(sink.url.replace("//", `//postmaster:${encodeURIComponent("s3cr#t word")}@`));
  const error = await failure(mailer.send(mail()));
  expect(error).not.toBeInstanceOf(MailRefused);
  expect(error.message).toContain("535");
  for (const secret of secrets) expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(secret);
});

test("a dead mail server is worth a retry", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  const port = await new Promise<number>((resolve) =>
    closed.once("listening", () => resolve((closed.address() as AddressInfo).port)),
  );
  await new Promise((resolve) => closed.close(resolve));
  await using mailer = smtp(`smtp://127.0.0.1:${port}`);
  expect(await failure(mailer.send(mail()))).not.toBeInstanceOf(MailRefused);
});

test("closing waits until the fate of every mail is known", async () => {
  await using sink = await startSmtpSink();
  const mailer = smtp(sink.url);
  await mailer.send(mail({ id: "first" }));
  const outcome = mailer.send(mail({ id: "second" })).then(
    () => "sent",
    () => "failed",
  );
  await mailer.close();
  expect(sink.mails).toHaveLength((await outcome) === "sent" ? 2 : 1);
});

test.each(["http://user:hunter2@mail.test", "smtp://user:hunter2@", "user:hunter2@mail.test"])(
  "a wrong address is refused at once without repeating it: %s",
  (url) => {
    let message = "";
    try {
      smtpMailer({ url, from: FROM, messageIdDomain: "promptr.test" });
    } catch (error) {
      message = JSON.stringify([String(error), error]);
    }
    expect(message).toContain("The SMTP address must be");
    expect(message).not.toContain("hunter2");
  },
);
