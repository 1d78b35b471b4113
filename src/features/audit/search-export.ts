import { stringify } from "csv-stringify/sync";
import { AS_JOBS } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import type { FileBody } from "../../feature.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { record } from "./record.ts";
import { filterOf, readRows, toAuditRow, TOP_SEQ } from "./search.ts";
import { type AuditFilter, auditSize } from "./search-queries.ts";
import type { AuditExportQuery, AuditRow } from "./search-schema.ts";

/** Rows of one file: some 40 MB at most. */
const ROWS_MAX = 100_000;
/** Rows in memory at once, each of 3 kB at most. */
const BATCH = 1_000;

export const CONTENT_TYPES = { csv: "text/csv", jsonl: "application/x-ndjson" } as const;

const COLUMNS = [
  ...(["seq", "at", "actorKind", "actorId", "action", "outcome", "subjectType", "subjectId"] as const),
  ...(["ownerId", "requestId", "network", "details"] as const),
];

/** A spreadsheet must not take a cell for a formula (OWASP CSV injection). */
const toCsv = (rows: readonly AuditRow[], header: boolean): string =>
  stringify(
    rows.map((row) => ({ ...row, details: JSON.stringify(row.details) })),
    { columns: COLUMNS, escape_formulas: true, header },
  );
const toLines = (rows: readonly AuditRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

async function* batches(scope: Scope<Actor>, filter: AuditFilter, newest: number): AsyncGenerator<AuditRow[]> {
  for (let before = newest + 1; ;) {
    scope.signal.throwIfAborted();
    const rows = await readRows(scope, filter, { before, limit: BATCH });
    if (rows.length > 0) yield rows.map(toAuditRow);
    if (rows.length < BATCH) return;
    before = rows.at(-1)?.seq ?? 0;
  }
}

async function* written(rows: AsyncIterable<AuditRow[]>, format: AuditExportQuery["format"]): AsyncGenerator<string> {
  if (format === "csv") yield toCsv([], true);
  for await (const batch of rows) yield format === "csv" ? toCsv(batch, false) : toLines(batch);
}

/**
 * The rows that match as a file, newest first, made while it leaves; what is written meanwhile is not in it. That
 * somebody took it is recorded. Throws `audit_export_too_large`: a file that silently lacks rows would prove nothing.
 */
export async function exportAudit(scope: Scope<Actor>, { format, ...wanted }: AuditExportQuery): Promise<FileBody> {
  const filter = filterOf(wanted);
  const { rows, newest } = await atomically(through(scope, AS_JOBS), async (inner) => {
    const size = await inner.db.one(auditSize(filter, { before: TOP_SEQ, limit: ROWS_MAX + 1 }));
    if (size.rows > ROWS_MAX) {
      const detail = `More than ${ROWS_MAX} rows match: narrow them down by from and to`;
      throw new Failure("audit_export_too_large", { detail });
    }
    await record(inner, {
      action: "audit.export",
      subject: { type: "audit_log", id: null },
      ownerId: null,
      details: { format, rows: size.rows },
    });
    return size;
  });
  const found = rows === 0 ? nothing() : batches(scope, filter, newest ?? 0);
  return {
    name: `promptr-audit.${format}`,
    bytes: null,
    contentType: CONTENT_TYPES[format],
    content: written(found, format),
  };
}

// oxlint-disable-next-line require-yield -- a file of no rows
async function* nothing(): AsyncGenerator<never> {}
