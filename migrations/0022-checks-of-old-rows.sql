-- oldest program: 0019-sharing
-- What 0021 left unread: this reads the rows that are there while others go on writing.
-- Waiting for its lock (share update exclusive) holds up no reader or writer, so it may wait longer than the migrator's 300 ms:
-- an autovacuum, which holds the same, yields only to who has waited a second.
set local lock_timeout = '5s';
alter table prompts validate constraint prompts_fit;
alter table prompt_versions validate constraint prompt_versions_fit;
alter table change_events validate constraint change_events_fit;
