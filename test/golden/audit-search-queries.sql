-- audit-search-queries.auditLike (1)
select "seq", "created_at", "actor_kind", "actor_id", "action", "outcome", "subject_type", "subject_id", "owner_id", "request_id", "network", "details"
  from "promptr"."audit_log"
  where "seq" < $1
  order by "seq" desc
  limit $2;

-- audit-search-queries.auditLike (2)
select "seq", "created_at", "actor_kind", "actor_id", "action", "outcome", "subject_type", "subject_id", "owner_id", "request_id", "network", "details"
  from "promptr"."audit_log"
  where "seq" < $1 and "actor_id" = $2 and "action" = $3 and "subject_type" = $4 and "subject_id" = $5 and "outcome" = $6
  order by "seq" desc
  limit $7;

-- audit-search-queries.auditLike (3)
select "seq", "created_at", "actor_kind", "actor_id", "action", "outcome", "subject_type", "subject_id", "owner_id", "request_id", "network", "details"
  from "promptr"."audit_log"
  where "seq" < $1 and starts_with(action, $2) and "owner_id" = $3 and "created_at" >= $4 and "created_at" < $5
  order by "seq" desc
  limit $6;

-- audit-search-queries.auditSize (1)
select count(*)::int as "rows", max(seq) as "newest"
  from (select "seq"
  from "promptr"."audit_log"
  where "seq" < $1
  order by "seq" desc
  limit $2) as "found";

-- audit-search-queries.auditSize (2)
select count(*)::int as "rows", max(seq) as "newest"
  from (select "seq"
  from "promptr"."audit_log"
  where "seq" < $1 and "actor_id" = $2 and "action" = $3 and "subject_type" = $4 and "subject_id" = $5 and "outcome" = $6
  order by "seq" desc
  limit $7) as "found";

-- audit-search-queries.auditSize (3)
select count(*)::int as "rows", max(seq) as "newest"
  from (select "seq"
  from "promptr"."audit_log"
  where "seq" < $1 and starts_with(action, $2) and "owner_id" = $3 and "created_at" >= $4 and "created_at" < $5
  order by "seq" desc
  limit $6) as "found";
