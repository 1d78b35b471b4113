-- maintenance-queries.addAuditMonth
select promptr.add_month_partition('audit_log', $1::date) as added;

-- maintenance-queries.chunksOfEndedExports
delete
  from promptr.export_chunks
  where (export_id, part) in ( select c.export_id, c.part
  from promptr.exports e join promptr.export_chunks c on c.export_id = e.id
  where e.expires_at < $1 or e.state = 'failed'
  limit 100)
  returning 1;

-- maintenance-queries.crowdedNotifications
delete
  from promptr.notifications
  where id in ( select old.id
  from ( select user_id
  from promptr.notifications
  group by user_id having count(*) > 1000
  limit 20 ) as crowded cross join lateral ( select id
  from promptr.notifications n
  where n.user_id = crowded.user_id
  order by created_at desc, id desc
  offset 1000
  limit 500 ) as old)
  returning 1;

-- maintenance-queries.crowdedWebhookEvents
delete
  from promptr.webhook_events
  where id in ( select old.event_id
  from (select distinct user_id
  from promptr.webhooks) as listening cross join lateral ( select event_id
  from promptr.webhook_deliveries d
  where d.user_id = listening.user_id
  order by created_at desc, id desc
  offset 50000
  limit 500 ) as old)
  returning 1;

-- maintenance-queries.deletedPrompts
delete
  from promptr.prompts
  where (id) in (select id
  from promptr.prompts
  where deleted_at < $1
  limit 500)
  returning 1;

-- maintenance-queries.endedExports
delete
  from promptr.exports
  where (id) in (select id
  from promptr.exports
  where expires_at < $1
  limit 500)
  returning 1;

-- maintenance-queries.endedSecrets
delete
  from promptr.api_key_secrets
  where (secret_hash) in (select secret_hash
  from promptr.api_key_secrets
  where not_after < $1
  limit 5000)
  returning 1;

-- maintenance-queries.endedShares
delete
  from promptr.shared_prompts
  where (id) in (select id
  from promptr.shared_prompts
  where coalesce(revoked_at, expires_at) < $1
  limit 5000)
  returning 1;

-- maintenance-queries.endedWebhookSecrets
delete
  from promptr.webhook_secrets
  where (id) in (select id
  from promptr.webhook_secrets
  where not_after < $1
  limit 5000)
  returning 1;

-- maintenance-queries.expiredIdempotencyKeys
delete
  from promptr.idempotency_keys
  where (user_id, key) in (select user_id, key
  from promptr.idempotency_keys
  where expires_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.expiredRateLimits
delete
  from promptr.rate_limits
  where (key) in (select key
  from promptr.rate_limits
  where expire < $1
  limit 5000)
  returning 1;

-- maintenance-queries.expiredRequestWindows
delete
  from promptr.request_windows
  where (key) in (select key
  from promptr.request_windows
  where slot < $1
  limit 5000)
  returning 1;

-- maintenance-queries.expiredResets
delete
  from promptr.password_resets
  where (user_id) in (select user_id
  from promptr.password_resets
  where expires_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.expiredResults
delete
  from promptr.enhancement_results
  where (id) in (select id
  from promptr.enhancement_results
  where expires_at < $1
  limit 500)
  returning 1;

-- maintenance-queries.expiredSessions
delete
  from promptr.sessions
  where (id) in (select id
  from promptr.sessions
  where expires_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.expiredVerifications
delete
  from promptr.email_verifications
  where (user_id) in (select user_id
  from promptr.email_verifications
  where expires_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.failStuckExports
update "promptr"."exports"
  set "state" = $1, "finished_at" = $2
  where (("state" = $3 and "expires_at" < $4) or ("state" = $5 and "created_at" < $6));

-- maintenance-queries.failStuckTestRuns
update "promptr"."prompt_test_runs"
  set "state" = $1, "failure" = $2, "finished_at" = $3
  where "state" in ($4, $5) and coalesce(started_at, created_at) < $6;

-- maintenance-queries.labelsOfDeletedPrompts
delete
  from promptr.prompt_labels
  where (prompt_id, label) in ( select t.prompt_id, t.label
  from promptr.prompts p join promptr.prompt_labels t on t.prompt_id = p.id
  where p.deleted_at < $1
  limit 500)
  returning 1;

-- maintenance-queries.oldBroadcasts
delete
  from promptr.broadcasts
  where (id) in (select id
  from promptr.broadcasts
  where created_at < $1
  limit 500)
  returning 1;

-- maintenance-queries.oldChanges
delete
  from promptr.change_events
  where (id) in (select id
  from promptr.change_events
  where created_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.oldKeyUsage
delete
  from promptr.api_key_usage
  where (api_key_id, day) in (select api_key_id, day
  from promptr.api_key_usage
  where day < $1::date
  limit 5000)
  returning 1;

-- maintenance-queries.oldNotifications
delete
  from promptr.notifications
  where (id) in (select id
  from promptr.notifications
  where created_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.oldShareDays
delete
  from promptr.share_days
  where (share_id, day) in (select share_id, day
  from promptr.share_days
  where day < $1::date
  limit 5000)
  returning 1;

-- maintenance-queries.oldTestRuns
delete
  from promptr.prompt_test_runs
  where (id) in (select id
  from promptr.prompt_test_runs
  where created_at < $1
  limit 100)
  returning 1;

-- maintenance-queries.oldViews
delete
  from promptr.prompt_views
  where (prompt_id, day) in (select prompt_id, day
  from promptr.prompt_views
  where day < $1::date
  limit 5000)
  returning 1;

-- maintenance-queries.oldWebhookEvents
delete
  from promptr.webhook_events
  where (id) in (select id
  from promptr.webhook_events
  where created_at < $1
  limit 500)
  returning 1;

-- maintenance-queries.peopleOfOldBroadcasts
delete
  from promptr.broadcast_people
  where (broadcast_id, user_id) in ( select r.broadcast_id, r.user_id
  from promptr.broadcasts b join promptr.broadcast_people r on r.broadcast_id = b.id
  where b.created_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.refundAbandoned
with "abandoned" as (update "promptr"."enhancements"
  set "state" = $1, "finished_at" = now()
  where "state" = $2 and "created_at" < $3
  returning "user_id", "month"), "counts" as (select "user_id", "month", count(*)::int as "number"
  from "abandoned"
  group by "user_id", "month") update "promptr"."quota_usage"
  set "used" = greatest(0, quota_usage.used - counts.number)
  from "counts"
  where "promptr"."quota_usage"."user_id" = "counts"."user_id" and "promptr"."quota_usage"."month" = "counts"."month" and "promptr"."quota_usage"."kind" = $4;

-- maintenance-queries.settledDeadLetters
delete
  from pgboss.job
  where name = 'dead_letter' and id in ( select d.id
  from pgboss.job d join pgboss.job s on s.name = d.source_name and s.id = d.source_id
  where d.name = 'dead_letter' and s.state = 'completed'
  limit 500)
  returning 1;

-- maintenance-queries.tokensOfEndedSessions
delete
  from promptr.refresh_tokens
  where token_hash in ( select r.token_hash
  from promptr.sessions s join promptr.refresh_tokens r on r.session_id = s.id
  where s.expires_at < $1
  limit 5000)
  returning 1;

-- maintenance-queries.versionsOfDeletedPrompts
delete
  from promptr.prompt_versions
  where (prompt_id, version) in ( select t.prompt_id, t.version
  from promptr.prompts p join promptr.prompt_versions t on t.prompt_id = p.id
  where p.deleted_at < $1
  limit 500)
  returning 1;
