import { JobRefused } from "../../contract/job.ts";
import { MailRefused } from "../../contract/mail.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { atomically, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { userTag } from "../auth/index.ts";
import { renderMail } from "../mail/index.ts";
import { forgetUsage } from "../usage/index.ts";
import { accountToErase, blankAccount, deleteAccount, deleteJobs, jobsAfter } from "./erase-queries.ts";
import { hideContent } from "./erase.ts";
import { PERSONAL_TABLES } from "./personal-data.ts";
import { deletePersonalRows } from "./personal-queries.ts";
import { type Erasure, NIL } from "./personal-table.ts";

/** Versions may be long, and a prompt takes the rest of what hangs on it along. */
const ROWS_PER_BATCH = 200;
const JOBS_PER_PAGE = 2_000;
/** How long a mail server that is down may keep name and address here; everything else is gone by then. */
const MAIL_PATIENCE_MS = 86_400_000;
/** The longest life Supabase allows an access token: until then a token of before must find the account closed. */
export const FOREIGN_TOKEN_MS = 7 * 86_400_000;
/** Begins with what no name may hold (src/contract/person-name.ts), so nobody is called this. */
export const BLANK_NAME = "\u200BErased";

type Account = NonNullable<ReturnType<typeof accountToErase>["row"]> & { readonly erasedAt: Date };

async function deleteRows({ db, signal }: Scope<null>, userId: string, when: Erasure): Promise<void> {
  for (const table of PERSONAL_TABLES.filter(({ erasure }) => erasure === when)) {
    for (let deleted = ROWS_PER_BATCH; deleted === ROWS_PER_BATCH;) {
      signal.throwIfAborted();
      // Apart from the statements of requests, which must not wait behind a long one.
      const batch = deletePersonalRows(table, { userId, limit: ROWS_PER_BATCH });
      deleted = (await db.transaction((apart) => apart.rows(batch))).length;
    }
  }
}

/** The last mail. At least once: a worker that dies after it sends it again, under the same id. */
async function sayGoodbye({ ports, now }: Scope<null>, userId: string, account: Account): Promise<void> {
  const { email, fullName, erasedAt } = account;
  if (email === null) return;
  try {
    const to = { name: fullName, address: email };
    await ports.mailer.send({ id: `erased-${userId}`, to, ...renderMail("account_erased", { fullName }) });
  } catch (error) {
    // An address that takes no mail, or a server that is away for long, must not keep the account.
    const isHopeless = error instanceof MailRefused || now().getTime() - erasedAt.getTime() > MAIL_PATIENCE_MS;
    if (!isHopeless) throw error;
  }
}

async function deleteLastRow(scope: Scope<null>, userId: string, { origin, erasedAt }: Account): Promise<void> {
  const isAwaited = origin === "supabase" && scope.now().getTime() - erasedAt.getTime() <= FOREIGN_TOKEN_MS;
  if (isAwaited) {
    await through(scope, AS_AUTH).db.rows(blankAccount({ userId, name: BLANK_NAME }));
    return;
  }
  await atomically(scope, async (inner) => {
    if (!(await inner.db.first(deleteAccount({ userId })))) return;
    inner.changed({ tags: [userTag(userId)] });
    const by = { kind: "job", id: null } as const;
    await record(inner, { action: "account.erased", subject: { type: "account", id: userId }, ownerId: userId, by });
  });
}

/** Deletes every job, waiting, done or dead, that names the person; not `jobId`, which is this one. */
async function forgetJobs({ db, signal }: Scope<null>, userId: string, jobId: string): Promise<void> {
  let place = { name: "", id: NIL };
  for (;;) {
    signal.throwIfAborted();
    const page = await db.rows(jobsAfter({ ...place, userId, limit: JOBS_PER_PAGE }));
    const found = page.filter(({ names, id }) => names && id !== jobId);
    if (found.length > 0)
      await db.rows(deleteJobs({ names: found.map(({ name }) => name), ids: found.map(({ id }) => id) }));
    const last = page.at(-1);
    if (!last || page.length < JOBS_PER_PAGE) return;
    place = last;
  }
}

/** Erases a closed account. Every step may be repeated, so a job that died anywhere is simply run again. */
export async function eraseEverything(scope: Scope<null>, userId: string, jobId: string): Promise<void> {
  const account = await scope.db.first(accountToErase({ userId }));
  if (account) {
    const { erasedAt } = account;
    if (!erasedAt) throw new JobRefused("The account is open");
    await hideContent(scope, userId, Infinity);
    await deleteRows(scope, userId, "in batches");
    await forgetUsage(scope, { userId, openedAt: account.createdAt });
    await deleteRows(scope, userId, "after usage");
    await sayGoodbye(scope, userId, { ...account, erasedAt });
    await deleteLastRow(scope, userId, { ...account, erasedAt });
  }
  await forgetJobs(scope, userId, jobId);
}
