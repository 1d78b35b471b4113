-- audit-queries.auditHead
select "promptr"."audit_head"."seq", "promptr"."audit_head"."hash", (select min("seq") as "seq"
  from "promptr"."audit_log") as "first", (select max("seq") as "seq"
  from "promptr"."audit_log") as "last"
  from "promptr"."audit_head";

-- audit-queries.auditRows
select *, details::text as "details_text"
  from "promptr"."audit_log"
  where "seq" >= $1 and "seq" <= $2
  order by "seq", "created_at"
  limit $3;

-- audit-queries.insertAuditRow
insert into "promptr"."audit_log" ("actor_kind", "actor_id", "action", "outcome", "subject_type", "subject_id", "owner_id", "request_id", "network", "details")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb);
