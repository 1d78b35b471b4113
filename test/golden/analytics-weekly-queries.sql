-- analytics-weekly-queries.endWeek
update "promptr"."weekly_reports"
  set "mailed_at" = $1
  where "user_id" = $2 and "week" = $3 and "told_at" is not null and "mailed_at" is null;

-- analytics-weekly-queries.insertWeek
insert into "promptr"."weekly_reports" ("user_id", "week", "figures", "created_at")
  values ($1, $2, $3::jsonb, $4)
  on conflict ("user_id", "week") do nothing
  returning "week";

-- analytics-weekly-queries.tellWeek
update "promptr"."weekly_reports"
  set "told_at" = $1
  where "user_id" = $2 and "week" = $3 and "told_at" is null
  returning "figures";

-- analytics-weekly-queries.unfinishedWeeks
select user_id as "userId", week
  from promptr.weekly_reports
  where mailed_at is null and created_at >= $1
  order by week, user_id
  limit $2;

-- analytics-weekly-queries.unmailedWeek
select p.full_name as "fullName", p.email, r.figures, p.email_verified_at is not null or p.origin <> 'local' as "isConfirmed", p.suspended_at is null and (p.preferences -> 'weeklyReport') is not distinct
  from 'true'::jsonb as "isAsked"
  from promptr.weekly_reports r join promptr.profiles p on p.id = r.user_id and p.erased_at is null
  where r.user_id = $1 and r.week = $2::date and r.told_at is not null and r.mailed_at is null;

-- analytics-weekly-queries.weeklyReaders
select id as "userId", preferences ->> 'timezone' as timezone
  from promptr.profiles
  where erased_at is null and suspended_at is null and (preferences -> 'weeklyReport') = 'true'::jsonb and id > $1
  order by id
  limit $2;
