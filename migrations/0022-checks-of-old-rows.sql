-- oldest program: 0019-sharing
-- What 0021 left unread: this reads the rows that are there while others go on writing.
alter table prompts validate constraint prompts_fit;
alter table prompt_versions validate constraint prompt_versions_fit;
alter table change_events validate constraint change_events_fit;
