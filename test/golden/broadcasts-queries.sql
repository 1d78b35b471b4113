-- broadcasts-queries.broadcastById
select "b"."id", "b"."title", "b"."body", "b"."channels", "b"."audience", "b"."state", "b"."people", "b"."reached", "b"."created_at", "b"."finished_at" as "finishedAt", (select coalesce(jsonb_object_agg(counted.state, counted.number), '{}') as "progress"
  from (select "r"."state", count(*)::int as "number"
  from "promptr"."broadcast_people" as "r"
  where "r"."broadcast_id" = "b"."id"
  group by "r"."state") as "counted") as "progress"
  from "promptr"."broadcasts" as "b"
  where "b"."id" = $1;

-- broadcasts-queries.broadcastsLatest (1)
select "b"."id", "b"."title", "b"."body", "b"."channels", "b"."audience", "b"."state", "b"."people", "b"."reached", "b"."created_at", "b"."finished_at" as "finishedAt", (select coalesce(jsonb_object_agg(counted.state, counted.number), '{}') as "progress"
  from (select "r"."state", count(*)::int as "number"
  from "promptr"."broadcast_people" as "r"
  where "r"."broadcast_id" = "b"."id"
  group by "r"."state") as "counted") as "progress"
  from "promptr"."broadcasts" as "b"
  order by "b"."created_at" desc, "b"."id" desc
  limit $1
  offset $2;

-- broadcasts-queries.broadcastsLatest (2)
select "b"."id", "b"."title", "b"."body", "b"."channels", "b"."audience", "b"."state", "b"."people", "b"."reached", "b"."created_at", "b"."finished_at" as "finishedAt", (select coalesce(jsonb_object_agg(counted.state, counted.number), '{}') as "progress"
  from (select "r"."state", count(*)::int as "number"
  from "promptr"."broadcast_people" as "r"
  where "r"."broadcast_id" = "b"."id"
  group by "r"."state") as "counted") as "progress"
  from "promptr"."broadcasts" as "b"
  where (b.created_at, b.id) < ($1::timestamptz, $2::uuid)
  order by "b"."created_at" desc, "b"."id" desc
  limit $3
  offset $4;

-- broadcasts-queries.cancelBroadcast
update "promptr"."broadcasts"
  set "state" = $1, "finished_at" = $2
  where "id" = $3;

-- broadcasts-queries.countBroadcasts
select count(*)::int as "total"
  from "promptr"."broadcasts";

-- broadcasts-queries.insertBroadcast
insert into "promptr"."broadcasts" ("id", "created_by", "title", "body", "channels", "audience", "people", "dry_run_digest", "created_at")
  values ($1, $2, $3, $4, $5::text[], $6::jsonb, $7, $8, $9)
  on conflict ("dry_run_digest") do nothing
  returning "id";

-- broadcasts-queries.insertNotices
insert into promptr.notifications (id, user_id, kind, title, body, created_at) select id, user_id, 'announcement', $3, $4, $5
  from unnest($1::uuid[], $2::uuid[]) as told (id, user_id);

-- broadcasts-queries.insertPeople
insert into promptr.broadcast_people (broadcast_id, user_id, state, changed_at) select $1, user_id, state, $4
  from unnest($2::uuid[], $3::text[]) as told (user_id, state)
  on conflict do nothing
  returning user_id as "userId";

-- broadcasts-queries.isWaiting
select "user_id"
  from "promptr"."broadcast_people"
  where "broadcast_id" = $1 and "state" = $2
  limit $3;

-- broadcasts-queries.lockBroadcast
select "b"."id", "b"."title", "b"."body", "b"."channels", "b"."audience", "b"."state", "b"."people", "b"."reached", "b"."created_at", "b"."finished_at" as "finishedAt", "b"."reached_until" as "reachedUntil"
  from "promptr"."broadcasts" as "b"
  where "b"."id" = $1 for no key update;

-- broadcasts-queries.noteReached
update "promptr"."broadcasts"
  set "reached_until" = $1, "reached" = "reached" + $2, "state" = $3, "finished_at" = $4
  where "id" = $5;
