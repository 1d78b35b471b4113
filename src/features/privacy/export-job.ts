import { createHash } from "node:crypto";
import type { Db } from "../../db/database.ts";
import { AS_AUTH, AS_JOBS, asUser, type Identity } from "../../db/identity.ts";
import { atomically, type Scope } from "../../scope.ts";
import { sendMail } from "../mail/index.ts";
import { notify } from "../notifications/index.ts";
import { type Day, daysOfUsage } from "../usage/index.ts";
import { inPieces, zipOf } from "./archive.ts";
import { filesOf } from "./export-files.ts";
import { deleteChunks, finishExport, insertChunk, startExport } from "./export-queries.ts";
import { EXPORT_KEPT_MS } from "./exports.ts";
import { PERSONAL_TABLES } from "./personal-data.ts";
import { type PersonalPage, personalRows } from "./personal-queries.ts";
import type { PersonalTable, Reader } from "./personal-table.ts";

/** A statement that reads or writes one holds up those behind it on its connection, so it is well below the table's 1 MiB. */
const CHUNK_BYTES = 256 * 1024;
/** A row of long texts can be most of a megabyte, which bounds what one page may hold. */
const WIDE_PAGE_ROWS = 20;
const PAGE_ROWS = 500;
/** 25 MB of chunks deleted in one statement. */
const CHUNKS_PER_DELETE = 100;

const identityOf = (reader: Reader, userId: string): Identity =>
  ({ self: asUser(userId), door: AS_AUTH, jobs: AS_JOBS })[reader];

type Person = { readonly userId: string; readonly openedAt: Date; readonly now: Date };

/** All rows of one person in one table; of one without an index by person, the days it can hold any of. */
async function* pagesOf(
  db: Db,
  signal: AbortSignal,
  table: PersonalTable,
  person: Person,
): AsyncGenerator<PersonalPage> {
  const days = table.erasure === "by the day" ? daysOfUsage(person.openedAt, person.now) : [undefined];
  for (const day of days) yield* pagesOfDay(db, signal, table, { userId: person.userId, day });
}

/** By keyset, so that no transaction stays open. */
async function* pagesOfDay(
  db: Db,
  signal: AbortSignal,
  table: PersonalTable,
  rows: { readonly userId: string; readonly day: Day | undefined },
): AsyncGenerator<PersonalPage> {
  const reader = db.as(identityOf(table.reader, rows.userId));
  const limit = table.wide ? WIDE_PAGE_ROWS : PAGE_ROWS;
  let after: readonly unknown[] = table.key.map(([, before]) => before);
  for (;;) {
    signal.throwIfAborted();
    const page = await reader.one(personalRows(table, { ...rows, after, limit }));
    yield page;
    // Behind the driver's promises a row outlives many collections: 100 MB of texts nobody looks at any more (measured).
    Object.assign(page, { text: "" });
    if (!page.last || page.rows < limit) return;
    after = page.last;
  }
}

/** Writes the archive chunk by chunk; null when the export was cancelled meanwhile. */
async function writeArchive(
  { db, now, signal }: Scope<null>,
  exportId: string,
  { userId, createdAt, expiresAt, openedAt }: NonNullable<ReturnType<typeof startExport>["row"]>,
): Promise<{ bytes: number; sha256: Buffer } | null> {
  const person = { userId, openedAt, now: now() };
  const files = filesOf(PERSONAL_TABLES, (table) => pagesOf(db, signal, table, person), createdAt);
  const digest = createHash("sha256");
  let [part, bytes] = [0, 0];
  for await (const piece of inPieces(zipOf(files, createdAt), CHUNK_BYTES)) {
    signal.throwIfAborted();
    if (!(await db.first(insertChunk({ exportId, expiresAt, part, bytes: piece })))) return null;
    digest.update(piece);
    part += 1;
    bytes += piece.length;
  }
  return { bytes, sha256: digest.digest() };
}

/** Makes the archive of an export, from the start whenever it is tried again. */
export async function buildExport(scope: Scope<null>, exportId: string): Promise<void> {
  const { db, now, signal } = scope;
  const attempt = await db.first(startExport({ exportId, expiresAt: new Date(now().getTime() + EXPORT_KEPT_MS) }));
  if (!attempt) return;
  for (let deleted = CHUNKS_PER_DELETE; deleted === CHUNKS_PER_DELETE;) {
    signal.throwIfAborted();
    deleted = (await db.rows(deleteChunks({ exportId, limit: CHUNKS_PER_DELETE }))).length;
  }
  const written = await writeArchive(scope, exportId, attempt);
  if (!written) return;
  const { userId, expiresAt } = attempt;
  await atomically(scope, async (inner) => {
    if (!(await inner.db.first(finishExport({ exportId, expiresAt, ...written, now: now() })))) return;
    await notify(inner, userId, {
      kind: "export_ready",
      title: "Your data is ready to download",
      body: "The copy of your data you asked for is ready. We have sent you a link by mail; it works for seven days.",
    });
    await inner.jobs.send(
      sendMail,
      { to: userId, template: "export_ready", about: exportId },
      { key: `export_ready:${exportId}` },
    );
  });
}
