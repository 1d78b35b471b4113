-- flags-queries.holdFlags
select pg_advisory_xact_lock(7701015) as "held";

-- flags-queries.removeFlag
delete
  from "promptr"."feature_flags"
  where "name" = $1;

-- flags-queries.saveFlag
insert into "promptr"."feature_flags" ("name", "description", "enabled")
  values ($1, $2, $3)
  on conflict ("name") do update
  set "description" = $4, "enabled" = $5;

-- flags-queries.storedFlags
select "name", "description", "enabled"
  from "promptr"."feature_flags"
  order by "name";
