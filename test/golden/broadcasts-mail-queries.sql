-- broadcasts-mail-queries.giveUpMails
update promptr.broadcast_people
  set state = 'failed', changed_at = $2
  where (broadcast_id, user_id) in (select r.broadcast_id, r.user_id
  from promptr.broadcast_people r join promptr.broadcasts b on b.id = r.broadcast_id and b.state <> 'cancelled'
  where r.state = 'queued' and r.changed_at < $1
  limit $3)
  returning 1;

-- broadcasts-mail-queries.noteMail
update "promptr"."broadcast_people"
  set "state" = $1, "changed_at" = $2
  where "broadcast_id" = $3 and "user_id" = $4 and "state" = $5;

-- broadcasts-mail-queries.stuckBroadcasts
select "id", "reached_until" as "after"
  from "promptr"."broadcasts"
  where "state" in ($1, $2) and "updated_at" < $3
  order by "updated_at"
  limit $4;

-- broadcasts-mail-queries.stuckMails
select distinct "b"."id"
  from "promptr"."broadcast_people" as "r"
  inner join "promptr"."broadcasts" as "b" on "b"."id" = "r"."broadcast_id" and "b"."state" <> $1
  where "r"."state" = $2 and "r"."changed_at" < $3 and not exists (select
  from pgboss.job j
  where j.name = $4 and j.state < 'completed' and j.data #>> '{payload,broadcastId}' = b.id::text)
  limit $5;

-- broadcasts-mail-queries.waitingMails
select "r"."user_id" as "userId", "a"."email", "a"."full_name" as "fullName", "b"."title", "b"."body" as "text", a.email_verified_at is not null or a.origin <> 'local' as "isConfirmed", a.erased_at is null and a.suspended_at is null as "isOpen"
  from "promptr"."broadcast_people" as "r"
  inner join "promptr"."broadcasts" as "b" on "b"."id" = "r"."broadcast_id" and "b"."state" <> $1
  inner join "promptr"."profiles" as "a" on "a"."id" = "r"."user_id"
  where "r"."broadcast_id" = $2 and "r"."state" = $3 and "r"."user_id" > $4 and "r"."user_id" <= $5
  order by "r"."user_id"
  limit $6;
