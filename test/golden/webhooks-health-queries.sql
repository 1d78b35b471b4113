-- webhooks-health-queries.disableWebhook
update "promptr"."webhooks"
  set "is_enabled" = $1, "disabled_reason" = $2, "disabled_at" = $3, "revision" = "revision" + $4
  where "id" = $5 and "is_enabled" = $6 and ($7::timestamptz is null or "failing_since" <= $8)
  returning "user_id" as "userId", "url";

-- webhooks-health-queries.noteFailure
update "promptr"."webhooks"
  set "failing_since" = $1
  where "id" = $2 and "failing_since" is null;

-- webhooks-health-queries.noteSuccess
update "promptr"."webhooks"
  set "failing_since" = $1
  where "id" = $2 and "failing_since" is not null;

-- webhooks-health-queries.tellOfFailures
with letters as ( select id, source_name, source_id, source_retry_count, created_on
  from pgboss.job
  where name = 'dead_letter' and created_on >= $1 and source_id is not null
  order by created_on desc
  limit $2 ), told as ( insert into promptr.webhook_events (id, user_id, type, data) select distinct md5(letters.id::text || w.user_id::text)::uuid, w.user_id, 'job.failed', jsonb_build_object( 'jobId', letters.source_id, 'queue', letters.source_name, 'attempts', letters.source_retry_count + 1, 'by', null)
  from letters join promptr.webhooks w on w.is_enabled and 'job.failed' = any (w.events) and w.created_at <= letters.created_on join promptr.profiles p on p.id = w.user_id and p.role = 'admin' and p.erased_at is null
  on conflict (id) do nothing
  returning id, user_id ) insert into promptr.webhook_deliveries (id, webhook_id, user_id, event_id) select gen_random_uuid(), w.id, w.user_id, told.id
  from told join promptr.webhooks w on w.user_id = told.user_id and w.is_enabled and 'job.failed' = any (w.events)
  returning id;
