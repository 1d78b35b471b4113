-- devices-queries.countOpenSessions
select count(*)::int as "total"
  from "promptr"."sessions"
  where "user_id" = $1 and "revoked_at" is null and "expires_at" > $2 and "last_used_at" > $3;

-- devices-queries.openSessions
select "id", "created_at", "last_used_at", "expires_at", "ip", "user_agent"
  from "promptr"."sessions"
  where "user_id" = $1 and "revoked_at" is null and "expires_at" > $2 and "last_used_at" > $3 and (created_at, id) < ($4::timestamptz, $5::uuid)
  order by "created_at" desc, "id" desc
  limit $6
  offset $7;
