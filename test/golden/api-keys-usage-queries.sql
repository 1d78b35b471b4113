-- api-keys-usage-queries.callsByDay
select "api_key_id" as "keyId", "day", "calls"
  from "promptr"."api_key_usage"
  where "user_id" = $1 and "day" >= $2 and "day" <= $3
  order by "day";

-- api-keys-usage-queries.callsOfMonth
select "used"
  from "promptr"."quota_usage"
  where "user_id" = $1 and "kind" = $2 and "month" = $3;
