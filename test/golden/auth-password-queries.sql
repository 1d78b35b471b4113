-- auth-password-queries.emailOf
select "email"
  from "promptr"."profiles"
  where "id" = $1 and "origin" = $2;

-- auth-password-queries.forgetResetLink
delete
  from "promptr"."password_resets"
  where "user_id" = $1;

-- auth-password-queries.holdPassword
select "user_id"
  from "promptr"."credentials"
  where "user_id" = $1 and "password_hash" = $2 for share;

-- auth-password-queries.passwordOf
select "password_hash" as "passwordHash"
  from "promptr"."credentials"
  where "user_id" = $1;

-- auth-password-queries.putPassword
insert into "promptr"."credentials" ("user_id", "password_hash")
  values ($1, $2)
  on conflict ("user_id") do update
  set "password_hash" = $3;

-- auth-password-queries.replacePassword
update "promptr"."credentials"
  set "password_hash" = $1
  where "user_id" = $2 and "password_hash" = $3
  returning "user_id";
