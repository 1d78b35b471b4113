-- auth-standing-queries.liveSession
select "id"
  from "promptr"."sessions"
  where "id" = $1 and "user_id" = $2 and "revoked_at" is null and "expires_at" > $3 and "last_used_at" > $4;

-- auth-standing-queries.lockOpenAccount
select "id"
  from "promptr"."profiles"
  where "id" = $1 and "suspended_at" is null and "erased_at" is null for no key update;
