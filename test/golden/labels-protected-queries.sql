-- labels-protected-queries.changeProtectedLabels
update "promptr"."profiles"
  set "protected_labels" = $1::text[]
  where "id" = $2
  returning "protected_labels" as "labels";

-- labels-protected-queries.lockProtectedLabels
select "protected_labels" as "labels"
  from "promptr"."profiles"
  where "id" = $1 for no key update;

-- labels-protected-queries.protectedLabelsOf
select "protected_labels" as "labels"
  from "promptr"."profiles"
  where "id" = $1;
