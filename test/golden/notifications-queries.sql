-- notifications-queries.countNotifications
select count(*)::int as "total", (count(*) filter (where read_at is null))::int as "unread"
  from "promptr"."notifications"
  where "user_id" = $1;

-- notifications-queries.insertNotification
insert into "promptr"."notifications" ("id", "user_id", "kind", "title", "body", "created_at")
  values ($1, $2, $3, $4, $5, $6);

-- notifications-queries.markQuotaTold
update "promptr"."quota_usage"
  set "told_at" = $1
  where "user_id" = $2 and "kind" = $3 and "month" = $4 and "used" >= $5 and "told_at" is null
  returning "user_id";

-- notifications-queries.markRead
with "wanted" as (select "id"
  from "promptr"."notifications"
  where "user_id" = $1 and "read_at" is null and ($2::uuid[] is null or id = any($3::uuid[]))
  order by "id" for update) update "promptr"."notifications"
  set "read_at" = $4
  from "wanted"
  where "promptr"."notifications"."id" = "wanted"."id" and "promptr"."notifications"."user_id" = $5;

-- notifications-queries.notificationsOf
select "id", "kind", "title", "body", "created_at", "read_at"
  from "promptr"."notifications"
  where "user_id" = $1 and (created_at, id) < ($2::timestamptz, $3::uuid) and ($4::boolean = false or "read_at" is null)
  order by "created_at" desc, "id" desc
  limit $5
  offset $6;
