import { createHash } from "node:crypto";
import type { Db } from "../../db/database.ts";
import { auditHead, auditRows } from "./queries.ts";

/** Rows held in memory at once: two megabytes at most. */
const BATCH = 1_000;
const FIRST_HASH = Buffer.alloc(32);

/** A row's number and hash; kept elsewhere, it proves later that nothing before it was rewritten. */
export type ChainHead = { readonly seq: number; readonly hash: Buffer };

/**
 * What is wrong at a number: there is no row, or one too many; its content is not what was hashed; it does not follow
 * the row before it; it is not the head that is noted; it is not the head that was expected.
 */
export type ChainFault = "missing" | "extra" | "changed" | "unlinked" | "not_head" | "not_expected";

export type ChainReport = {
  /** Rows that are right, from the first on. */
  readonly rows: number;
  readonly head: ChainHead;
  /** The first number at which the chain is broken. */
  readonly broken: { readonly seq: number; readonly fault: ChainFault } | null;
};

type Row = Awaited<ReturnType<typeof readRows>>[number];
const readRows = (db: Db, from: number, to: number) => db.rows(auditRows({ from, to, limit: to - from + 2 }));

/** The hash of a row, by the words of `chain_audit()` in migrations/0006-audit.sql. */
function hashOf(row: Row): Buffer {
  const fields = [
    row.previous_hash.toString("hex"),
    row.seq,
    row.created_at.getTime(),
    row.actor_kind,
    row.actor_id ?? "",
    row.action,
    row.outcome,
    row.subject_type,
    row.subject_id ?? "",
    row.owner_id ?? "",
    row.request_id ?? "",
    row.network ?? "",
    row.details_text,
  ];
  return createHash("sha256").update(fields.join("|")).digest();
}

function faultOf(row: Row, before: ChainHead, expected: ChainHead | undefined): ChainFault | null {
  const seq = before.seq + 1;
  if (row.seq > seq) return "missing";
  if (row.seq < seq) return "extra";
  if (!hashOf(row).equals(row.hash)) return "changed";
  if (!row.previous_hash.equals(before.hash)) return "unlinked";
  if (expected?.seq === seq && !expected.hash.equals(row.hash)) return "not_expected";
  return null;
}

/** What is wrong behind the last row that was right, when every row up to the noted head has been read. */
function faultAtEnd(
  { seq, hash }: ChainHead,
  noted: ChainHead & { last: number | null },
  expected: ChainHead | undefined,
): ChainReport["broken"] {
  if (!hash.equals(noted.hash)) return { seq, fault: "not_head" };
  if ((noted.last ?? 0) > seq) return { seq: seq + 1, fault: "extra" };
  if (expected && expected.seq > seq) return { seq: seq + 1, fault: "missing" };
  return null;
}

/**
 * Reads the whole audit log through `AS_JOBS` and hashes it anew: whatever was changed, removed, cut off, inserted or
 * renumbered is found, and its first number named. Only who rewrites every later row and the head as well goes
 * unnoticed, unless an earlier head is `expected`. Rows written while it runs are not looked at.
 */
export async function verifyChain(db: Db, expected?: ChainHead): Promise<ChainReport> {
  const noted = await db.first(auditHead({}));
  let head: ChainHead = { seq: 0, hash: FIRST_HASH };
  const report = (broken: ChainReport["broken"]): ChainReport => ({ rows: head.seq, head, broken });
  if (!noted) return report({ seq: 0, fault: "not_head" });
  if (noted.first !== null && noted.first < 1) return report({ seq: noted.first, fault: "extra" });
  while (head.seq < noted.seq) {
    const to = Math.min(head.seq + BATCH, noted.seq);
    const rows = await readRows(db, head.seq + 1, to);
    for (const row of rows) {
      const fault = faultOf(row, head, expected);
      if (fault) return report({ seq: fault === "extra" ? head.seq : head.seq + 1, fault });
      head = { seq: row.seq, hash: row.hash };
    }
    if (head.seq < to) return report({ seq: head.seq + 1, fault: "missing" });
  }
  return report(faultAtEnd(head, noted, expected));
}
