-- users-queries.changeProfile
update "promptr"."profiles"
  set "full_name" = $1, "preferences" = $2::jsonb
  where "id" = $3;

-- users-queries.lockProfile
select "id", "email", "email_verified_at", "full_name", "origin", "role", "subscription_tier", "subscription_status", "preferences", "created_at", "updated_at", (select coalesce(jsonb_object_agg(kind, used), '{}') as "used"
  from "promptr"."quota_usage"
  where "user_id" = $1 and "month" = $2) as "used"
  from "promptr"."profiles"
  where "id" = $3 for update;

-- users-queries.profileOf
select "id", "email", "email_verified_at", "full_name", "origin", "role", "subscription_tier", "subscription_status", "preferences", "created_at", "updated_at", (select coalesce(jsonb_object_agg(kind, used), '{}') as "used"
  from "promptr"."quota_usage"
  where "user_id" = $1 and "month" = $2) as "used"
  from "promptr"."profiles"
  where "id" = $3;
