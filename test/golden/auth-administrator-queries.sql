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

-- auth-administrator-queries.lockAdministrators
select "id"
  from "promptr"."profiles"
  where "role" = $1 and "suspended_at" is null and "erased_at" is null
  order by "id" for update;
