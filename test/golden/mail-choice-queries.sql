-- mail-choice-queries.addressOf
select "email"
  from "promptr"."profiles"
  where "id" = $1 and "erased_at" is null;

-- mail-choice-queries.choicesAbout
select "user_id" as "userId", "wanted"
  from "promptr"."mail_choices"
  where user_id = any($1::uuid[]) and "kind" = $2;

-- mail-choice-queries.choicesOf
select "kind", "wanted"
  from "promptr"."mail_choices"
  where "user_id" = $1;

-- mail-choice-queries.keepChoice
insert into "promptr"."mail_choices" ("user_id", "kind", "wanted", "changed_at") select "id", $1::text as "kind", $2::boolean as "wanted", $3::timestamptz as "changed_at"
  from "promptr"."profiles"
  where "id" = $4 and "erased_at" is null
  on conflict ("user_id", "kind") do update
  set "wanted" = "excluded"."wanted", "changed_at" = "excluded"."changed_at"
  returning "user_id";

-- mail-choice-queries.suppress
insert into "promptr"."mail_suppressions" ("address_hash", "kind", "reason", "created_at")
  values ($1, $2, $3, $4)
  on conflict do nothing;

-- mail-choice-queries.suppressionsOf
select "address_hash" as "addressHash", "kind"
  from "promptr"."mail_suppressions"
  where address_hash = any($1::bytea[]);

-- mail-choice-queries.unsuppress
delete
  from "promptr"."mail_suppressions"
  where "address_hash" = $1 and "kind" = $2;
