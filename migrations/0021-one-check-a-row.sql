-- oldest program: 0019-sharing
-- Postgres reads every check of a table anew for every statement that writes a row, and makes a matcher for every pattern
-- anew for every value: a sixth of its work for each prompt that was made. One check that asks a function costs one
-- reading; what the function asks is kept for the connection. The conditions are the same: a null decides nothing, as in a
-- check. A counted pattern (`{0,118}`) is a length and an uncounted one. They are `not valid` here and are validated
-- by 0022, which lets others write meanwhile (docs/decisions/0046).
create function fits_prompt(title text, description text, category text, tags text[], role text, task text, context text,
  requirements text, style text, output text, selected_model text, quality_score numeric, rules_hash text, score_version smallint,
  slug text, variables jsonb, search_title text, search_body text, view_count integer, star_count integer, fork_count integer,
  version integer, revision integer, forked_version integer) returns boolean
  language plpgsql immutable parallel safe as $$
begin
  return length(title) between 1 and 200
    and length(description) between 1 and 2000
    and length(category) <= 40 and category ~ '^[a-z0-9][a-z0-9-]*$'
    and cardinality(tags) <= 20 and array_position(tags, null) is null
    and length(role) between 1 and 20000
    and length(task) between 1 and 50000
    and length(context) between 1 and 50000
    and length(requirements) between 1 and 20000
    and length(style) between 1 and 20000
    and length(output) between 1 and 20000
    and length(selected_model) between 1 and 100
    and quality_score between 0 and 1
    and length(rules_hash) = 64 and rules_hash ~ '^[0-9a-f]*$'
    and score_version > 0
    and length(slug) <= 120 and slug ~ '^[a-z0-9](?:[a-z0-9._/-]*[a-z0-9])?$'
    and jsonb_typeof(variables) = 'array' and octet_length(variables::text) <= 65536
    and length(search_title) <= 4000
    and length(search_body) <= 60000
    and view_count >= 0 and star_count >= 0 and fork_count >= 0
    and version >= 1 and revision >= 1 and forked_version >= 1;
end
$$;
create function fits_version(message text, content_hash bytea, quality_score numeric, rules_hash text, score_version smallint,
  version integer) returns boolean
  language plpgsql immutable parallel safe as $$
begin
  return length(message) between 1 and 500
    and length(content_hash) = 32
    and quality_score between 0 and 1
    and length(rules_hash) = 64 and rules_hash ~ '^[0-9a-f]*$'
    and score_version > 0
    and version >= 1;
end
$$;
create function fits_change_event(tags text[], user_id uuid, kind text, data jsonb) returns boolean
  language plpgsql immutable parallel safe as $$
begin
  return cardinality(tags) <= 200 and array_position(tags, null) is null
    and (kind is null or user_id is not null)
    and kind ~ '^[a-z_]+\.[a-z_]+$' and length(split_part(kind, '.', 1)) <= 40 and length(split_part(kind, '.', 2)) <= 40
    and jsonb_typeof(data) = 'object' and octet_length(data::text) <= 2000;
end
$$;

-- `prompts_moderation_status_check` stays: the row types are made of it.
alter table prompts
  add constraint prompts_fit check (fits_prompt(title, description, category, tags, role, task, context, requirements, style,
    output, selected_model, quality_score, rules_hash, score_version, slug, variables, search_title, search_body, view_count,
    star_count, fork_count, version, revision, forked_version)) not valid,
  drop constraint prompts_title_check, drop constraint prompts_description_check, drop constraint prompts_category_check,
  drop constraint prompts_tags_check, drop constraint prompts_role_check, drop constraint prompts_task_check,
  drop constraint prompts_context_check, drop constraint prompts_requirements_check, drop constraint prompts_style_check,
  drop constraint prompts_output_check, drop constraint prompts_selected_model_check,
  drop constraint prompts_quality_score_check, drop constraint prompts_rules_hash_check,
  drop constraint prompts_score_version_check, drop constraint prompts_slug_check, drop constraint prompts_variables_check,
  drop constraint prompts_search_title_check, drop constraint prompts_search_body_check,
  drop constraint prompts_view_count_check, drop constraint prompts_star_count_check,
  drop constraint prompts_fork_count_check, drop constraint prompts_version_check, drop constraint prompts_revision_check,
  drop constraint prompts_forked_version_check;
alter table prompt_versions
  add constraint prompt_versions_fit
    check (fits_version(message, content_hash, quality_score, rules_hash, score_version, version)) not valid,
  drop constraint prompt_versions_message_check, drop constraint prompt_versions_content_hash_check,
  drop constraint prompt_versions_quality_score_check, drop constraint prompt_versions_rules_hash_check,
  drop constraint prompt_versions_score_version_check, drop constraint prompt_versions_version_check;
alter table change_events
  add constraint change_events_fit check (fits_change_event(tags, user_id, kind, data)) not valid,
  drop constraint change_events_tags_check, drop constraint change_events_check, drop constraint change_events_kind_check,
  drop constraint change_events_data_check;
