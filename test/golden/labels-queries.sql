-- labels-queries.historyOf
select (select max("a"."revision") as "newest"
  from "promptr"."label_events" as "a"
  where "a"."prompt_id" = "p"."id" and "a"."label" = $1) as "newest", "h".*
  from "promptr"."prompts" as "p"
  left join lateral (select "e"."id", "e"."label", "e"."revision", "e"."from_version", "e"."to_version", "e"."reason", "e"."undoes", "e"."actor_id", "e"."actor_kind", "e"."created_at", promptr.author_name(e.actor_id) as "actor_name"
  from "promptr"."label_events" as "e"
  where "e"."prompt_id" = "p"."id" and "e"."label" = $2 and "e"."user_id" = $3 and "e"."revision" < $4
  order by "e"."revision" desc
  limit $5
  offset $6) as "h" on true
  where "p"."id" = $7 and "p"."user_id" = $8 and "p"."deleted_at" is null
  order by "h"."revision" desc;

-- labels-queries.labelOf
select "l"."label", "l"."version", "l"."revision", "l"."updated_by", "l"."created_at", "l"."updated_at", promptr.author_name(l.updated_by) as "mover_name", l.label = any (select unnest(o.protected_labels)
  from promptr.profiles o
  where o.id = $1) as "is_protected"
  from "promptr"."prompt_labels" as "l"
  inner join "promptr"."prompts" as "p" on "p"."id" = "l"."prompt_id"
  where "l"."prompt_id" = $2 and "l"."label" = $3 and "l"."user_id" = $4 and "p"."user_id" = $5 and "p"."deleted_at" is null;

-- labels-queries.labelsOf
select (select count(*)::int as "total"
  from "promptr"."prompt_labels" as "a"
  where "a"."prompt_id" = "p"."id" and "a"."user_id" = $1) as "total", "h".*
  from "promptr"."prompts" as "p"
  left join lateral (select "l"."label", "l"."version", "l"."revision", "l"."updated_by", "l"."created_at", "l"."updated_at", promptr.author_name(l.updated_by) as "mover_name", l.label = any (select unnest(o.protected_labels)
  from promptr.profiles o
  where o.id = $2) as "is_protected"
  from "promptr"."prompt_labels" as "l"
  where "l"."prompt_id" = "p"."id" and "l"."user_id" = $3 and l.label collate "C" > $4
  order by l.label collate "C"
  limit $5
  offset $6) as "h" on true
  where "p"."id" = $7 and "p"."user_id" = $8 and "p"."deleted_at" is null
  order by h.label collate "C";
