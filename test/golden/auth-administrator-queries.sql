-- auth-administrator-queries.accountOfId
select "id", "origin"
  from "promptr"."profiles"
  where "id" = $1 and "erased_at" is null;

-- auth-administrator-queries.accountsOfEmail
select "id", "origin"
  from "promptr"."profiles"
  where "email" = $1 and "erased_at" is null
  order by "id";

-- auth-administrator-queries.changeRole
update "promptr"."profiles"
  set "role" = $1
  where "id" = $2 and "role" != $3 and "erased_at" is null
  returning "id";

-- auth-administrator-queries.lockWithAdministrators
select "id", "role"
  from "promptr"."profiles"
  where "suspended_at" is null and "erased_at" is null and ("id" = $1 or ("role" = $2 and exists (select "own"."id"
  from "promptr"."profiles" as "own"
  where "own"."id" = $3 and "own"."role" = $4)))
  order by "id" for no key update;
