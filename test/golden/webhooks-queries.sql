-- webhooks-queries.changeWebhook
update "promptr"."webhooks"
  set "url" = $1, "description" = $2, "events" = $3, "includes_text" = $4, "is_enabled" = $5, "failing_since" = case when $6::boolean and not is_enabled then null else failing_since end, "disabled_reason" = case when not $7::boolean then disabled_reason end, "disabled_at" = case when not $8::boolean then coalesce(disabled_at, $9::timestamptz) end, "revision" = "revision" + $10
  where "id" = $11 and "user_id" = $12;

-- webhooks-queries.countWebhooks
select count(*) as "webhooks"
  from "promptr"."webhooks"
  where "user_id" = $1;

-- webhooks-queries.deleteWebhook
delete
  from "promptr"."webhooks"
  where "id" = $1 and "user_id" = $2;

-- webhooks-queries.endSecrets
with "dropped" as (delete
  from "promptr"."webhook_secrets"
  where "webhook_id" = $1 and "user_id" = $2 and "not_after" is not null) update "promptr"."webhook_secrets"
  set "not_after" = $3
  where "webhook_id" = $4 and "user_id" = $5 and "not_after" is null;

-- webhooks-queries.insertSecret
with "revised" as (update "promptr"."webhooks"
  set "revision" = "revision" + $1
  where "id" = $2 and "user_id" = $3) insert into "promptr"."webhook_secrets" ("id", "webhook_id", "user_id", "digest", "created_at")
  values ($4, $5, $6, $7, $8);

-- webhooks-queries.insertWebhook
with "made" as (insert into "promptr"."webhooks" ("id", "user_id", "url", "description", "events", "includes_text", "is_enabled", "disabled_at", "created_at", "updated_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)) insert into "promptr"."webhook_secrets" ("id", "webhook_id", "user_id", "digest", "created_at")
  values ($11, $12, $13, $14, $15);

-- webhooks-queries.lockWebhook
select "id", "revision"
  from "promptr"."webhooks"
  where "id" = $1 and "user_id" = $2 for no key update;

-- webhooks-queries.ownWebhook
select "w"."id", "w"."url", "w"."description", "w"."events", "w"."includes_text" as "includesText", "w"."is_enabled" as "enabled", "w"."disabled_reason" as "disabledReason", "w"."disabled_at" as "disabledAt", "w"."failing_since" as "failingSince", "w"."revision", "w"."created_at" as "createdAt", "w"."updated_at" as "updatedAt", (select max(s.not_after) as "end"
  from "promptr"."webhook_secrets" as "s"
  where "s"."webhook_id" = "w"."id" and "s"."user_id" = "w"."user_id" and "s"."not_after" > $1) as "oldSecretValidUntil"
  from "promptr"."webhooks" as "w"
  where "w"."user_id" = $2 and "w"."id" = $3;

-- webhooks-queries.ownWebhooks
select "w"."id", "w"."url", "w"."description", "w"."events", "w"."includes_text" as "includesText", "w"."is_enabled" as "enabled", "w"."disabled_reason" as "disabledReason", "w"."disabled_at" as "disabledAt", "w"."failing_since" as "failingSince", "w"."revision", "w"."created_at" as "createdAt", "w"."updated_at" as "updatedAt", (select max(s.not_after) as "end"
  from "promptr"."webhook_secrets" as "s"
  where "s"."webhook_id" = "w"."id" and "s"."user_id" = "w"."user_id" and "s"."not_after" > $1) as "oldSecretValidUntil"
  from "promptr"."webhooks" as "w"
  where "w"."user_id" = $2 and (w.created_at, w.id) < ($3::timestamptz, $4::uuid)
  order by "w"."created_at" desc, "w"."id" desc
  limit $5
  offset $6;

-- webhooks-queries.silenceWebhook
update "promptr"."webhooks"
  set "is_enabled" = $1, "disabled_at" = $2
  where "id" = $3 and "user_id" = $4 and "is_enabled" = $5;
