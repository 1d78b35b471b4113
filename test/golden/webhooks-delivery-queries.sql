-- webhooks-delivery-queries.anythingDue
with recursive waiting as ( (select webhook_id
  from promptr.webhook_deliveries
  where state = 'pending'
  order by webhook_id
  limit 1)
  union all select (select d.webhook_id
  from promptr.webhook_deliveries d
  where d.state = 'pending' and d.webhook_id > waiting.webhook_id
  order by d.webhook_id
  limit 1)
  from waiting
  where waiting.webhook_id is not null) select true as due
  from waiting join promptr.webhooks w on w.id = waiting.webhook_id join promptr.profiles p on p.id = w.user_id
  where w.is_enabled and p.suspended_at is null and p.erased_at is null and exists (select
  from promptr.webhook_deliveries d
  where d.webhook_id = w.id and d.state = 'pending' and d.next_attempt_at <= $1 and (d.leased_until is null or d.leased_until <= $1))
  limit 1;

-- webhooks-delivery-queries.claimDeliveries
with room as ( select w.id, w.user_id, 4 - (select count(*)
  from promptr.webhook_deliveries l
  where l.user_id = w.user_id and l.webhook_id = w.id and l.leased_until > $1) as places
  from promptr.webhooks w
  where w.id = any ($3::uuid[]) ), chosen as ( select due.id, due.next_attempt_at, (select count(*)
  from promptr.webhook_deliveries l
  where l.user_id = room.user_id and l.leased_until > $1) + row_number() over (partition by room.user_id
  order by due.next_attempt_at, due.id) as place
  from room cross join lateral ( select d.id, d.next_attempt_at
  from promptr.webhook_deliveries d
  where d.webhook_id = room.id and d.state = 'pending' and d.next_attempt_at <= $1 and (d.leased_until is null or d.leased_until <= $1)
  order by d.next_attempt_at, d.id
  limit greatest(0, room.places)) as due ), taken as ( select id
  from chosen
  where place <= 8
  order by place, next_attempt_at
  limit $4 ) update promptr.webhook_deliveries d
  set attempts = d.attempts + 1, leased_until = $2, attempted_at = $1
  from taken
  where d.id = taken.id
  returning d.id, d.webhook_id, d.user_id, d.attempts;

-- webhooks-delivery-queries.deliveryToSend
select "w"."url", "w"."includes_text" as "includesText", "e"."id", "e"."type", "e"."data", "e"."sequence", "e"."created_at" as "createdAt", "e"."traceparent", (select jsonb_build_object('role', "v"."role", 'task', "v"."task", 'context', "v"."context", 'requirements', "v"."requirements", 'style', "v"."style", 'output', "v"."output", 'rawPrompt', "v"."raw_prompt", 'selectedModel', "v"."selected_model") as "text"
  from "promptr"."prompt_versions" as "v"
  where "w"."includes_text" = $1 and "v"."user_id" = "w"."user_id" and "v"."prompt_id" = (e.data ->> 'promptId')::uuid and "v"."version" = (e.data ->> 'version')::int) as "text"
  from "promptr"."webhook_deliveries" as "d"
  inner join "promptr"."webhooks" as "w" on "w"."id" = "d"."webhook_id"
  inner join "promptr"."webhook_events" as "e" on "e"."id" = "d"."event_id"
  where "d"."id" = $2;

-- webhooks-delivery-queries.lockEndpoints
with recursive waiting as ( (select webhook_id
  from promptr.webhook_deliveries
  where state = 'pending'
  order by webhook_id
  limit 1)
  union all select (select d.webhook_id
  from promptr.webhook_deliveries d
  where d.state = 'pending' and d.webhook_id > waiting.webhook_id
  order by d.webhook_id
  limit 1)
  from waiting
  where waiting.webhook_id is not null) select w.id
  from waiting join promptr.webhooks w on w.id = waiting.webhook_id join promptr.profiles p on p.id = w.user_id
  where w.is_enabled and p.suspended_at is null and p.erased_at is null and exists (select
  from promptr.webhook_deliveries d
  where d.webhook_id = w.id and d.state = 'pending' and d.next_attempt_at <= $1 and (d.leased_until is null or d.leased_until <= $1))
  order by random()
  limit $2 for no key update of w skip locked;

-- webhooks-delivery-queries.recordResult
update "promptr"."webhook_deliveries"
  set "state" = $1, "status" = $2, "duration_ms" = $3, "failure" = $4, "answer" = $5, "next_attempt_at" = $6, "leased_until" = $7
  where "id" = $8 and "attempts" = $9 and "state" = $10
  returning "id";

-- webhooks-delivery-queries.secretsToSign
select "id", "digest"
  from "promptr"."webhook_secrets"
  where "webhook_id" = $1 and ("not_after" is null or "not_after" > $2)
  order by "not_after" is null desc, "created_at" desc
  limit $3;
