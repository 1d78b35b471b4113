-- auth-queries.insertSession
with "session" as (insert into "promptr"."sessions" ("id", "user_id", "ip", "user_agent", "created_at", "last_used_at", "expires_at")
  values ($1, $2, $3, $4, $5, $6, $7)) insert into "promptr"."refresh_tokens" ("token_hash", "session_id", "created_at")
  values ($8, $9, $10);

-- auth-queries.lockRefreshToken
select "session_id" as "sessionId", "replaced_at" as "replacedAt"
  from "promptr"."refresh_tokens"
  where "token_hash" = $1 for update;

-- auth-queries.replaceRefreshToken
with "replaced" as (update "promptr"."refresh_tokens"
  set "replaced_at" = $1
  where "token_hash" = $2), "used" as (update "promptr"."sessions"
  set "last_used_at" = $3
  where "id" = $4) insert into "promptr"."refresh_tokens" ("token_hash", "session_id", "created_at")
  values ($5, $6, $7);

-- auth-queries.revokeSession
update "promptr"."sessions"
  set "revoked_at" = $1, "revoked_reason" = $2
  where "id" = $3 and "user_id" = $4 and "revoked_at" is null
  returning "id";

-- auth-queries.revokeSessionsOf
update "promptr"."sessions"
  set "revoked_at" = $1, "revoked_reason" = $2
  where "user_id" = $3 and "id" is distinct
  from $4 and "revoked_at" is null
  returning "id";

-- auth-queries.sessionOfToken
select "promptr"."sessions"."expires_at" as "expiresAt", "promptr"."sessions"."last_used_at" as "lastUsedAt", "promptr"."sessions"."revoked_at" as "revokedAt", "promptr"."profiles"."suspended_at" as "suspendedAt", "promptr"."profiles"."erased_at" as "erasedAt", "promptr"."profiles"."id" as "userId", "promptr"."profiles"."email", "promptr"."profiles"."full_name" as "fullName", "successor"."token_hash" as "successorHash", "successor"."replaced_at" as "successorReplacedAt"
  from "promptr"."sessions"
  inner join "promptr"."profiles" on "promptr"."profiles"."id" = "promptr"."sessions"."user_id"
  left join "promptr"."refresh_tokens" as "successor" on "successor"."session_id" = "promptr"."sessions"."id" and "successor"."token_hash" = $1
  where "promptr"."sessions"."id" = $2;

-- auth-queries.sessionOfUser
select "promptr"."sessions"."expires_at" as "expiresAt", "promptr"."sessions"."last_used_at" as "lastUsedAt", "promptr"."sessions"."revoked_at" as "revokedAt", "promptr"."profiles"."suspended_at" as "suspendedAt", "promptr"."profiles"."erased_at" as "erasedAt", "promptr"."profiles"."subscription_tier" as "tier", "promptr"."profiles"."role"
  from "promptr"."sessions"
  inner join "promptr"."profiles" on "promptr"."profiles"."id" = "promptr"."sessions"."user_id"
  where "promptr"."sessions"."id" = $1 and "promptr"."sessions"."user_id" = $2;
