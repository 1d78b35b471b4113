-- What 0010 left unread: this reads the rows that are there while others go on writing.
alter table prompts validate constraint prompts_score_version_check;
alter table prompts validate constraint prompts_rules_hash_check;
alter table prompt_versions validate constraint prompt_versions_score_version_check;
alter table prompt_versions validate constraint prompt_versions_rules_hash_check;
alter table enhancements validate constraint enhancements_kind_check;
alter table enhancements validate constraint enhancements_status_check;
