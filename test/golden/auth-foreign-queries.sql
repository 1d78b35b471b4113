-- auth-foreign-queries.accountOfSubject
select "user_id" as "userId"
  from "promptr"."identities"
  where "provider" = $1 and "subject" = $2;

-- auth-foreign-queries.insertForeignAccount
with "identity" as (insert into "promptr"."identities" ("provider", "subject", "user_id", "created_at")
  values ($1, $2, $3, $4)
  on conflict ("provider", "subject") do nothing
  returning "user_id", "created_at") insert into "promptr"."profiles" ("id", "email", "full_name", "origin", "created_at", "updated_at") select "identity"."user_id" as "id", $5 as "email", $6 as "full_name", $7 as "origin", "identity"."created_at" as "created_at", "identity"."created_at" as "updated_at"
  from "identity"
  returning "id" as "userId";

-- auth-foreign-queries.standingOfAccount
select "role", "subscription_tier" as "tier", "suspended_at" as "suspendedAt", "erased_at" as "erasedAt"
  from "promptr"."profiles"
  where "id" = $1;
