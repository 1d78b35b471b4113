import { mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { outboxMailer } from "../../src/adapters/mailer.ts";
import { type Mail, MailRefused } from "../../src/contract/mail.ts";

const FROM = "Promptr <no-reply@promptr.test>";
const mail = (overrides: Partial<Mail> = {}): Mail => ({
  id: "welcome-1",
  to: { name: "Ada Lovelace", address: "ada@example.com" },
  subject: "Grüße, 你好",
  text: "Hello Ada",
  html: "<p>Hello Ada</p>",
  ...overrides,
});

const startOutbox = async () => {
  const root = await mkdtemp(join(tmpdir(), "promptr-outbox-"));
  const directory = join(root, "outbox");
  let clock = Date.UTC(2026, 10, 22, 9, 30);
  const mailer = outboxMailer({ directory, from: FROM, now: () => clock });
  return {
    root,
    directory,
    mailer,
    outbox: mailer.outbox!,
    advance: (milliseconds: number) => (clock += milliseconds),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
};

test("a mail becomes one readable message file, listed with its recipient and subject", async () => {
  await using box = await startOutbox();
  const long =
    `Ein sehr langer Betreff mit Umlauten äöü, der über mehrere Zeilen gefaltet wird – ${"你好 ".repeat(20)}`.trim();
  await box.mailer.send(mail({ to: { name: "Zoë, the 2nd", address: "zoe@example.com" }, subject: long }));
  const [entry] = await box.outbox.list(10);
  expect(entry).toEqual({
    file: "2026-11-22T09-30-00-000Z-welcome-1.eml",
    to: expect.stringContaining("<zoe@example.com>"),
    subject: long,
    writtenAt: new Date("2026-11-22T09:30:00.000Z"),
  });
  expect(entry!.to).toContain("Zoë, the 2nd");
  const message = await PostalMime.parse((await box.outbox.read(entry!.file))!);
  expect(message).toMatchObject({ subject: long, to: [{ name: "Zoë, the 2nd", address: "zoe@example.com" }] });
  expect(message.text).toContain("Hello Ada");
  expect(message.html).toContain("<p>Hello Ada</p>");
  expect(await readdir(box.directory)).toEqual([entry!.file]);
});

test("the same mail sent again, even at the same moment, stays one file", async () => {
  await using box = await startOutbox();
  await Promise.all([1, 2, 3].map(() => box.mailer.send(mail())));
  box.advance(60_000);
  await box.mailer.send(mail());
  await box.mailer.send(mail({ id: "1" }));
  expect((await box.outbox.list(10)).map(({ file }) => file)).toEqual([
    "2026-11-22T09-31-00-000Z-1.eml",
    "2026-11-22T09-30-00-000Z-welcome-1.eml",
  ]);
});

test("the newest mails come first, no more than asked for", async () => {
  await using box = await startOutbox();
  for (const id of ["a", "b", "c"]) {
    await box.mailer.send(mail({ id }));
    box.advance(1);
  }
  expect((await box.outbox.list(2)).map(({ file }) => file.at(-5))).toEqual(["c", "b"]);
  expect(await box.outbox.list(0)).toEqual([]);
});

test("at most 500 mails are kept: the oldest go, and so do files a dead process left half-written", async () => {
  await using box = await startOutbox();
  await box.mailer.send(mail({ id: "oldest" }));
  const older = Array.from(
    { length: 500 },
    (_, index) => `2026-11-22T10-00-00-${String(index).padStart(3, "0")}Z-x.eml`,
  );
  await Promise.all(older.map((file) => writeFile(join(box.directory, file), "Subject: x\r\n\r\n")));
  await writeFile(join(box.directory, ".2026-11-22T09-00-00-000Z-lost.tmp"), "half");
  await writeFile(join(box.directory, "note.txt"), "not ours");
  box.advance(2 * 3_600_000);
  await box.mailer.send(mail({ id: "newest" }));
  const files = await readdir(box.directory);
  expect(files.filter((file) => file.endsWith(".eml"))).toHaveLength(500);
  expect(files).toContain("2026-11-22T11-30-00-000Z-newest.eml");
  expect(files).not.toContain("2026-11-22T09-30-00-000Z-oldest.eml");
  expect(files).not.toContain(".2026-11-22T09-00-00-000Z-lost.tmp");
  expect(files).toContain("note.txt");
});

test("a half-written file is never listed or read", async () => {
  await using box = await startOutbox();
  await box.mailer.send(mail());
  await writeFile(join(box.directory, ".2026-11-22T09-30-00-000Z-two.tmp"), "Subject: half\r\n");
  expect(await box.outbox.list(10)).toHaveLength(1);
  expect(await box.outbox.read(".2026-11-22T09-30-00-000Z-two.tmp")).toBeNull();
});

test("nothing outside the outbox can be read through it", async () => {
  await using box = await startOutbox();
  await box.mailer.send(mail());
  const name = "2026-11-22T09-30-00-000Z-secret.eml";
  await writeFile(join(box.root, name), "secret");
  await symlink(join(box.root, name), join(box.directory, "2026-11-22T09-30-00-001Z-link.eml"));
  const tries = [
    `../${name}`,
    `..\\${name}`,
    join(box.root, name),
    `./${name}`,
    `x/../../${name}`,
    `%2e%2e/${name}`,
    `${name}\0`,
    "",
    ".",
    "..",
    "2026-11-22T09-30-00-000Z-../../secret.eml",
    "2026-11-22T09-30-00-000Z-welcome-1.eml\n",
  ];
  for (const file of tries) expect(await box.outbox.read(file)).toBeNull();
  expect(await box.outbox.read("2026-11-22T09-30-00-001Z-link.eml")).toBeNull();
});

test("an id that could not stand in a Message-ID or a file name is refused for good", async () => {
  await using box = await startOutbox();
  for (const id of ["", "../x", "a b", "a>b", ".hidden", "x".repeat(129)])
    await expect(box.mailer.send(mail({ id }))).rejects.toBeInstanceOf(MailRefused);
  await box.mailer.send(mail({ id: "after-the-refusals" }));
  expect(await box.outbox.list(10)).toHaveLength(1);
});

test("an outbox nobody has written to is empty", async () => {
  await using box = await startOutbox();
  expect(await box.outbox.list(10)).toEqual([]);
  expect(await box.outbox.read("2026-11-22T09-30-00-000Z-x.eml")).toBeNull();
  await box.mailer.close();
});
