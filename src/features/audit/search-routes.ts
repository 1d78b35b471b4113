import { file, ok, route } from "../../feature.ts";
import { CONTENT_TYPES, exportAudit } from "./search-export.ts";
import { AuditExportQuery, AuditPage, AuditQuery, type AuditRow } from "./search-schema.ts";
import { searchAudit } from "./search.ts";

const admin = { tag: "Admin", access: "admin", keyScope: null } as const;
const row: AuditRow = {
  seq: 4_711,
  at: "2026-11-22T12:00:00.000Z",
  actorKind: "session",
  actorId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
  action: "user.update",
  outcome: "done",
  subjectType: "user",
  subjectId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a11",
  ownerId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a11",
  requestId: "req_019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a12",
  network: "203.0.113.0/24",
  details: { role: ["user", "admin"] },
};

export const routes = [
  route({
    ...admin,
    name: "searchAudit",
    method: "GET",
    path: "/admin/audit",
    doc:
      "What was done and what was refused, newest first: by actor, action, subject, account and time. Rows hold ids, " +
      "never names or texts of people.",
    query: AuditQuery,
    reply: ok(AuditPage),
    fails: ["invalid_cursor"],
    example: { reply: { data: [row], pagination: { limit: 20, hasMore: false, nextCursor: null } } },
    run: (scope, { query }) => searchAudit(scope, query),
  }),
  route({
    ...admin,
    name: "exportAudit",
    method: "GET",
    path: "/admin/audit/export",
    doc:
      "The same rows as a file, CSV or JSON lines, up to 100,000. Cells that a spreadsheet would take for a formula " +
      "are made plain. That it was taken is in the log too.",
    query: AuditExportQuery,
    reply: file(CONTENT_TYPES.csv, CONTENT_TYPES.jsonl),
    fails: ["audit_export_too_large"],
    example: {
      reply: {
        "application/x-ndjson": `${JSON.stringify(row)}\n`,
        "text/csv": "seq,at,actorKind,action,outcome\n4711,2026-11-22T12:00:00.000Z,session,user.update,done\n",
      },
    },
    run: (scope, { query }) => exportAudit(scope, query),
  }),
];
