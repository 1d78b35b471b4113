-- prompts-protected-queries.protectedLabelsOn
select "l"."label"
  from "promptr"."prompt_labels" as "l"
  inner join "promptr"."profiles" as "o" on "o"."id" = "l"."user_id"
  where "l"."prompt_id" = $1 and "l"."user_id" = $2 and l.label = any(o.protected_labels)
  order by "l"."label"
  limit $3;
