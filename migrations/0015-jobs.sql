-- Queues an administrator has paused: workers take nothing from them until the row is gone. Ours and not pg-boss's,
-- whose tables its own migrations rewrite. Who paused it is in the audit log.
create table paused_queues (
  name text primary key check (name ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$' and length(name) <= 100),
  paused_at timestamptz(3) not null default now()
);
alter table paused_queues enable row level security;
alter table paused_queues force row level security;
create policy work on paused_queues to promptr_jobs using (true) with check (true);
grant select, insert, delete on paused_queues to promptr_jobs;

-- Administrators switch features on and off, and make switches for front ends.
create policy door on feature_flags to promptr_auth using (true) with check (true);
grant select, insert, update, delete on feature_flags to promptr_auth;

-- The audit log is searched by what was acted on; by actor, owner and action it is already.
create index audit_log_by_subject on audit_log (subject_id, seq desc);
