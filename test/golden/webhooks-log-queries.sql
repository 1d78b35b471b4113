-- webhooks-log-queries.deliveriesOf
select "d"."id", "d"."webhook_id", "d"."state", "d"."attempts", "d"."next_attempt_at", "d"."attempted_at", "d"."status", "d"."duration_ms", "d"."failure", "d"."answer", "d"."created_at", "e"."id" as "event_id", "e"."type", "e"."sequence", "e"."created_at" as "happened_at"
  from "promptr"."webhook_deliveries" as "d"
  inner join "promptr"."webhook_events" as "e" on "e"."id" = "d"."event_id" and "e"."user_id" = "d"."user_id"
  where "d"."webhook_id" = $1 and "d"."user_id" = $2 and (d.created_at, d.id) < ($3::timestamptz, $4::uuid) and ($5::timestamptz is null or d.created_at >= $6::timestamptz) and ($7::text is null or d.state = $8::text) and ($9::text is null or e.type = $10::text)
  order by "d"."created_at" desc, "d"."id" desc
  limit $11
  offset $12;

-- webhooks-log-queries.deliveryOf
select "d"."id", "d"."webhook_id", "d"."state", "d"."attempts", "d"."next_attempt_at", "d"."attempted_at", "d"."status", "d"."duration_ms", "d"."failure", "d"."answer", "d"."created_at", "e"."id" as "event_id", "e"."type", "e"."sequence", "e"."created_at" as "happened_at"
  from "promptr"."webhook_deliveries" as "d"
  inner join "promptr"."webhook_events" as "e" on "e"."id" = "d"."event_id" and "e"."user_id" = "d"."user_id"
  where "d"."webhook_id" = $1 and "d"."user_id" = $2 and "d"."id" = $3;

-- webhooks-log-queries.heldWebhook
select "is_enabled"
  from "promptr"."webhooks"
  where "id" = $1 and "user_id" = $2 for key share;

-- webhooks-log-queries.insertTest
with told as ( insert into promptr.webhook_events (id, user_id, type, data)
  values ($1, $2, $3, $4::jsonb)
  returning id ) insert into promptr.webhook_deliveries (id, webhook_id, user_id, event_id) select $5, $6, $2, told.id
  from told;

-- webhooks-log-queries.replayDelivery
update "promptr"."webhook_deliveries"
  set "state" = $1, "attempts" = case when state = 'pending' then attempts else 0 end, "next_attempt_at" = $2
  where "id" = $3 and "webhook_id" = $4 and "user_id" = $5
  returning "id";

-- webhooks-log-queries.replayFailed
update promptr.webhook_deliveries
  set state = 'pending', attempts = 0, next_attempt_at = $4
  where webhook_id = $1 and user_id = $2 and id in ( select id
  from promptr.webhook_deliveries
  where webhook_id = $1 and user_id = $2 and state = 'failed' and created_at >= $3
  order by created_at, id
  limit $5) and state = 'failed'
  returning id;

-- webhooks-log-queries.webhookState
select "is_enabled"
  from "promptr"."webhooks"
  where "id" = $1 and "user_id" = $2;
