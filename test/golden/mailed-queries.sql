-- mailed-queries.accountOfConfirmationLink
select "promptr"."profiles"."id" as "userId", "promptr"."profiles"."email"
  from "promptr"."email_verifications"
  inner join "promptr"."profiles" on "promptr"."profiles"."id" = "promptr"."email_verifications"."user_id"
  where "promptr"."email_verifications"."token_hash" = $1 and "promptr"."email_verifications"."expires_at" > $2 and "promptr"."profiles"."suspended_at" is null and "promptr"."profiles"."erased_at" is null;

-- mailed-queries.accountOfResetLink
select "promptr"."profiles"."id" as "userId", "promptr"."profiles"."email"
  from "promptr"."password_resets"
  inner join "promptr"."profiles" on "promptr"."profiles"."id" = "promptr"."password_resets"."user_id"
  where "promptr"."password_resets"."token_hash" = $1 and "promptr"."password_resets"."expires_at" > $2 and "promptr"."profiles"."suspended_at" is null and "promptr"."profiles"."erased_at" is null;

-- mailed-queries.accountToReset
select "promptr"."profiles"."id", "promptr"."credentials"."updated_at" as "passwordSince"
  from "promptr"."profiles"
  left join "promptr"."credentials" on "promptr"."credentials"."user_id" = "promptr"."profiles"."id"
  where "promptr"."profiles"."email" = $1 and "promptr"."profiles"."origin" = $2 and "promptr"."profiles"."erased_at" is null;

-- mailed-queries.confirmAddress
update "promptr"."profiles"
  set "email_verified_at" = $1
  where "id" = $2 and "suspended_at" is null and "erased_at" is null
  returning "id";

-- mailed-queries.endKeysOfUnconfirmed
delete
  from "promptr"."api_keys"
  where "user_id" = $1 and exists (select "promptr"."profiles"."id"
  from "promptr"."profiles"
  where "promptr"."profiles"."id" = $2 and "promptr"."profiles"."email_verified_at" is null)
  returning "promptr"."api_keys"."id";

-- mailed-queries.ownConfirmation
select "email_verified_at" as "confirmedAt"
  from "promptr"."profiles"
  where "id" = $1;

-- mailed-queries.proveOwner
update "promptr"."profiles"
  set "owner_proved_at" = $1, "email_verified_at" = coalesce(email_verified_at, $2::timestamptz)
  where "id" = $3;

-- mailed-queries.spendConfirmationLink
delete
  from "promptr"."email_verifications"
  where "token_hash" = $1 and "expires_at" > $2
  returning "user_id" as "userId";

-- mailed-queries.spendResetLink
delete
  from "promptr"."password_resets"
  where "token_hash" = $1 and "expires_at" > $2
  returning "user_id" as "userId";
