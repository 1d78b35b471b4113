-- system-queries.allFlags
select "name", "description", "enabled"
  from "promptr"."feature_flags"
  order by "name";
