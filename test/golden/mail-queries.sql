-- mail-queries.countLiveKeys
select count(*)::int as "keys"
  from "promptr"."api_keys"
  where "user_id" = $1 and ("expires_at" is null or "expires_at" > $2);

-- mail-queries.forgetResetLink
delete
  from "promptr"."password_resets"
  where "token_hash" = $1;

-- mail-queries.keepConfirmationLink
insert into "promptr"."email_verifications" ("user_id", "token_hash", "created_at", "expires_at")
  values ($1, $2, $3, $4)
  on conflict ("user_id") do update
  set "token_hash" = "excluded"."token_hash", "created_at" = "excluded"."created_at", "expires_at" = "excluded"."expires_at";

-- mail-queries.keepDownloadLink
update "promptr"."exports"
  set "download_hash" = $1
  where "id" = $2 and "user_id" = $3 and "state" = $4 and "expires_at" > $5
  returning "expires_at" as "expiresAt";

-- mail-queries.keepResetLink
insert into "promptr"."password_resets" ("user_id", "token_hash", "created_at", "expires_at")
  values ($1, $2, $3, $4)
  on conflict ("user_id") do update
  set "token_hash" = "excluded"."token_hash", "created_at" = "excluded"."created_at", "expires_at" = "excluded"."expires_at";

-- mail-queries.passwordSince
select "user_id"
  from "promptr"."credentials"
  where "user_id" = $1 and "updated_at" = $2 for share;

-- mail-queries.recipient
select "email", "full_name" as "fullName", "origin", "email_verified_at" as "confirmedAt"
  from "promptr"."profiles"
  where "id" = $1 and "suspended_at" is null and "erased_at" is null;
