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
