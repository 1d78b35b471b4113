import { toPage } from "../../contract/page.ts";
import { AS_JOBS } from "../../db/identity.ts";
import { Answer } from "../../feature.ts";
import { type Actor, type Scope, through } from "../../scope.ts";
import { counter, nextLink, placeOf } from "../listing/index.ts";
import { type AuditFilter, auditLike } from "./search-queries.ts";
import type { AuditQuery, AuditRow } from "./search-schema.ts";

/** By number: rows are chained in the order they were written in. */
const ORDER = { name: "-seq", value: counter };
/** Above every number. */
export const TOP_SEQ = Number.MAX_SAFE_INTEGER;
/** A number needs nothing that breaks ties. */
const NO_TIE = "00000000-0000-0000-0000-000000000000";

type Row = Awaited<ReturnType<typeof readRows>>[number];
export const readRows = (scope: Scope<Actor>, filter: AuditFilter, part: { before: number; limit: number }) =>
  through(scope, AS_JOBS).db.transaction((db) => db.rows(auditLike(filter, part)));

export const toAuditRow = (row: Row): AuditRow => ({
  seq: row.seq,
  at: row.created_at.toISOString(),
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  action: row.action,
  outcome: row.outcome,
  subjectType: row.subject_type,
  subjectId: row.subject_id,
  ownerId: row.owner_id,
  requestId: row.request_id,
  network: row.network,
  details: row.details as AuditRow["details"], // the table checks that it is an object
});

/** `user.*` asks for the area, anything else for one action. */
export const filterOf = ({ action, ...rest }: Omit<AuditQuery, "limit" | "cursor">): AuditFilter =>
  action?.endsWith(".*") ? { ...rest, area: action.slice(0, -1) } : { ...rest, action };

/** What was done and what was refused, newest first. */
export async function searchAudit(scope: Scope<Actor>, query: AuditQuery) {
  const { limit, cursor, ...wanted } = query;
  const before = Number(placeOf(cursor, ORDER)?.value ?? TOP_SEQ);
  const rows = await readRows(scope, filterOf(wanted), { before, limit: limit + 1 });
  const page = toPage(rows, query, toAuditRow, ({ seq }) => ({ sort: ORDER.name, value: seq, id: NO_TIE }));
  const { from, to, ...asked } = query;
  const link = { ...asked, from: from?.toISOString(), to: to?.toISOString() };
  return new Answer(page, { headers: nextLink(scope, "/admin/audit", link, page.pagination.nextCursor) });
}
