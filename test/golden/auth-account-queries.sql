-- auth-account-queries.accountByEmail
select "promptr"."profiles"."id" as "userId", "promptr"."profiles"."email", "promptr"."profiles"."full_name" as "fullName", "promptr"."profiles"."suspended_at" as "suspendedAt", "promptr"."credentials"."password_hash" as "passwordHash", exists (select "promptr"."sessions"."id"
  from "promptr"."sessions"
  where "promptr"."sessions"."user_id" = "promptr"."profiles"."id" and "promptr"."sessions"."ip" = $1 and "promptr"."sessions"."revoked_at" is null and "promptr"."sessions"."expires_at" > $2 and "promptr"."sessions"."last_used_at" > $3) as "isKnownDevice"
  from "promptr"."profiles"
  left join "promptr"."credentials" on "promptr"."credentials"."user_id" = "promptr"."profiles"."id"
  where "promptr"."profiles"."email" = $4 and "promptr"."profiles"."origin" = $5 and "promptr"."profiles"."erased_at" is null;

-- auth-account-queries.insertAccount
with "account" as (insert into "promptr"."profiles" ("id", "email", "full_name", "created_at", "updated_at")
  values ($1, $2, $3, $4, $5)) insert into "promptr"."credentials" ("user_id", "password_hash", "created_at", "updated_at")
  values ($6, $7, $8, $9);
