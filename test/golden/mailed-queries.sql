-- mailed-queries.accountIdByEmail
select "id"
  from "promptr"."profiles"
  where "email" = $1 and "origin" = $2 and "erased_at" is null;

-- mailed-queries.accountOfResetLink
select "promptr"."profiles"."id" as "userId", "promptr"."profiles"."email"
  from "promptr"."password_resets"
  inner join "promptr"."profiles" on "promptr"."profiles"."id" = "promptr"."password_resets"."user_id"
  where "promptr"."password_resets"."token_hash" = $1 and "promptr"."password_resets"."expires_at" > $2 and "promptr"."profiles"."suspended_at" is null and "promptr"."profiles"."erased_at" is null;

-- mailed-queries.confirmAddress
update "promptr"."profiles"
  set "email_verified_at" = $1
  where "id" = $2 and "suspended_at" is null and "erased_at" is null
  returning "id";

-- mailed-queries.confirmationLink
select "user_id" as "userId"
  from "promptr"."email_verifications"
  where "token_hash" = $1 and "expires_at" > $2;

-- mailed-queries.ownConfirmation
select "email_verified_at" as "confirmedAt"
  from "promptr"."profiles"
  where "id" = $1;

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
