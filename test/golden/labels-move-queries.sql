-- labels-move-queries.labelState
select "o"."protected_labels" as "protectedLabels", "l"."version" as "current", "l"."revision", "last"."id" as "lastId", "last"."from_version" as "lastFrom", "last"."revision" as "lastRevision", (select count(*)::int as "labels"
  from "promptr"."prompt_labels" as "a"
  where "a"."prompt_id" = $1) as "labels", exists (select "v"."version"
  from "promptr"."prompt_versions" as "v"
  where "v"."prompt_id" = $2 and "v"."version" = $3) as "hasVersion"
  from "promptr"."profiles" as "o"
  left join "promptr"."prompt_labels" as "l" on "l"."prompt_id" = $4 and "l"."label" = $5
  left join lateral (select "e"."id", "e"."from_version", "e"."revision"
  from "promptr"."label_events" as "e"
  where "e"."prompt_id" = $6 and "e"."label" = $7
  order by "e"."revision" desc
  limit $8) as "last" on true
  where "o"."id" = $9;

-- labels-move-queries.lockLabels
select "id"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null for no key update;

-- labels-move-queries.placeLabel
with "placed" as (insert into "promptr"."prompt_labels" ("prompt_id", "user_id", "label", "version", "revision", "updated_by")
  values ($1, $2, $3, $4, $5, $6)
  on conflict ("prompt_id", "label") do update
  set "version" = $7, "revision" = $8, "updated_by" = $9
  returning "created_at", "updated_at"), "told" as (insert into "promptr"."label_events" ("id", "prompt_id", "user_id", "label", "from_version", "to_version", "revision", "actor_id", "actor_kind", "reason", "undoes", "created_at")
  values ($10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, clock_timestamp())
  returning "id", "label", "revision", "from_version", "to_version", "reason", "undoes", "actor_id", "actor_kind", "created_at") select "told"."id", "told"."label", "told"."revision", "told"."from_version", "told"."to_version", "told"."reason", "told"."undoes", "told"."actor_id", "told"."actor_kind", "told"."created_at", "placed"."created_at" as "label_created_at", "placed"."updated_at" as "label_updated_at", promptr.author_name(told.actor_id) as "actor_name"
  from "placed", "told";

-- labels-move-queries.removeLabelRow
with "removed" as (delete
  from "promptr"."prompt_labels"
  where "prompt_id" = $1 and "label" = $2 and "user_id" = $3) insert into "promptr"."label_events" ("id", "prompt_id", "user_id", "label", "from_version", "to_version", "revision", "actor_id", "actor_kind", "reason", "undoes", "created_at")
  values ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, clock_timestamp())
  returning "id", "label", "revision", "from_version", "to_version", "reason", "undoes", "actor_id", "actor_kind", "created_at", promptr.author_name(actor_id) as "actor_name";
