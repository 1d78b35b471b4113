-- mail-queries.recipient
select "email", "full_name"
  from "promptr"."profiles"
  where "id" = $1 and "suspended_at" is null;
