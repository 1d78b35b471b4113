import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { AuditLogTable, Json } from "../../db/tables.ts";

type Row = {
  actorKind: AuditLogTable["actor_kind"];
  actorId: string | null;
  action: string;
  outcome: "done" | "denied";
  subjectType: string;
  subjectId: string | null;
  ownerId: string | null;
  requestId: string | null;
  network: string | null;
  /** JSON text. */
  details: string;
};

/** Number, hash and predecessor are the trigger's; nobody else can write them. */
export const insertAuditRow = statement((p: Row) =>
  build.insertInto("audit_log").values({
    actor_kind: p.actorKind,
    actor_id: p.actorId,
    action: p.action,
    outcome: p.outcome,
    subject_type: p.subjectType,
    subject_id: p.subjectId,
    owner_id: p.ownerId,
    request_id: p.requestId,
    network: p.network,
    details: sql<Json>`${p.details}::jsonb`,
  }),
);

/** The chain's end as it is noted, and the first and last number there are, of one moment; null in an empty log. */
export const auditHead = statement((_: object) =>
  build.selectFrom("audit_head").select((row) => [
    "audit_head.seq",
    "audit_head.hash",
    row
      .selectFrom("audit_log")
      .select((all) => all.fn.min("seq").as("seq"))
      .as("first"),
    row
      .selectFrom("audit_log")
      .select((all) => all.fn.max("seq").as("seq"))
      .as("last"),
  ]),
);

/** Rows of the chain by their numbers; `limit` bounds what a log with forged numbers can give. */
export const auditRows = statement((p: { from: number; to: number; limit: number }) =>
  build
    .selectFrom("audit_log")
    .selectAll()
    // As the database writes it, which is what was hashed.
    .select(sql<string>`details::text`.as("details_text"))
    .where("seq", ">=", p.from)
    .where("seq", "<=", p.to)
    .orderBy("seq")
    .orderBy("created_at")
    .limit(p.limit),
);
