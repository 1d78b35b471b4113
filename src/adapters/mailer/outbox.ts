import { constants } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mail, Mailer, OutboxEntry } from "../../contract/mail.ts";
import { compose } from "./compose.ts";
import { header } from "./header.ts";

const OUTBOX_FILES_MAX = 500;
/** A half-written file older than this belongs to a process that died. */
const ABANDONED_AFTER_MS = 3_600_000;
/** The outbox sends nothing, so its Message-IDs use a name that can never exist (RFC 2606). */
const OUTBOX_DOMAIN = "outbox.invalid";

// The colons and the point of the ISO time become dashes: a colon is not allowed in every file system.
const OUTBOX_FILE = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-([A-Za-z0-9_-][A-Za-z0-9._-]{0,127})\.eml$/;
const stamp = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/[:.]/g, "-");
const idOf = (file: string): string | undefined => OUTBOX_FILE.exec(file)?.[6];
const writtenAt = (file: string): Date => new Date(file.replace(OUTBOX_FILE, "$1T$2:$3:$4.$5Z"));

const orIfAbsent =
  <T>(fallback: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT" || error.code === "ELOOP") return fallback;
    throw error;
  };

// A link planted in the outbox must not open what it points to: O_NOFOLLOW answers ELOOP.
const NO_LINKS = constants.O_RDONLY | constants.O_NOFOLLOW;

type Outbox = { readonly directory: string; readonly from: string; readonly now: () => number };

const COMPOSER = {
  streamTransport: true,
  buffer: true,
  newline: "windows",
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;
/** nodemailer is loaded with the first mail (see the SMTP mailer). */
const composer = async () => (await import("nodemailer")).createTransport(COMPOSER);

const everything = async (directory: string): Promise<string[]> =>
  (await readdir(directory).catch(orIfAbsent<string[]>([]))).sort();
/** The mails, oldest first. */
const mailsOf = async (directory: string): Promise<string[]> =>
  (await everything(directory)).filter((file) => OUTBOX_FILE.test(file));

async function prune({ directory, now }: Outbox): Promise<void> {
  const surplus = (await mailsOf(directory)).slice(0, -OUTBOX_FILES_MAX);
  const abandonedBefore = `.${stamp(now() - ABANDONED_AFTER_MS)}`;
  const isAbandoned = (file: string): boolean => /^\.\d.*\.tmp$/.test(file) && file < abandonedBefore;
  const abandoned = (await everything(directory)).filter(isAbandoned);
  for (const file of [...surplus, ...abandoned]) await rm(join(directory, file), { force: true });
}

async function write(box: Outbox, mail: Mail): Promise<void> {
  const message = compose(mail, box.from, OUTBOX_DOMAIN);
  if ((await mailsOf(box.directory)).some((file) => idOf(file) === mail.id)) return;
  await mkdir(box.directory, { recursive: true, mode: 0o700 });
  const sent = await (await composer()).sendMail(message);
  const name = `${stamp(box.now())}-${mail.id}`;
  const unfinished = join(box.directory, `.${name}.tmp`);
  await writeFile(unfinished, sent.message, { mode: 0o600, flush: true });
  await rename(unfinished, join(box.directory, `${name}.eml`));
  await prune(box);
}

async function entry(directory: string, file: string): Promise<OutboxEntry[]> {
  const path = join(directory, file);
  const message = await readFile(path, { encoding: "latin1", flag: NO_LINKS }).catch(orIfAbsent(null));
  if (message === null) return [];
  return [{ file, to: header(message, "To"), subject: header(message, "Subject"), writtenAt: writtenAt(file) }];
}

/** Keeps mails as `<ISO time>-<id>.eml` in `directory` (made when missing), the newest 500. One process may write to it. */
export function outboxMailer(options: { directory: string; from: string; now?: () => number }): Mailer {
  const box: Outbox = { now: Date.now, ...options };
  const { directory } = box;
  // One write after the other, so that two sends of one mail cannot both find it absent.
  let last: Promise<void> = Promise.resolve();
  return {
    send(mail) {
      const next = (): Promise<void> => write(box, mail);
      last = last.then(next, next);
      return last;
    },
    outbox: {
      async list(limit) {
        const newest = (await mailsOf(directory)).toReversed().slice(0, Math.max(0, limit));
        return (await Promise.all(newest.map((file) => entry(directory, file)))).flat();
      },
      async read(file) {
        if (!OUTBOX_FILE.test(file)) return null;
        return readFile(join(directory, file), { encoding: "utf8", flag: NO_LINKS }).catch(orIfAbsent(null));
      },
    },
    check: () => Promise.resolve(),
    async close() {
      await Promise.allSettled([last]);
    },
  };
}
