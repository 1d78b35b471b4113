-- models-queries.countKept
select count(*)::int as "kept"
  from "promptr"."model_catalog"
  where split_part(provider, '#', 1) = $1;

-- models-queries.keepModels
insert into "promptr"."model_catalog" ("id", "provider", "listed", "context_window", "max_output_tokens", "structured_output", "retires_on", "last_seen_at", "first_seen_at") select "id", "provider", "listed", "context_window", "max_output_tokens", "structured_output", "retires_on", "last_seen_at", "first_seen_at"
  from jsonb_to_recordset($1::jsonb) as row (id text, provider text, listed boolean, context_window integer, max_output_tokens integer, structured_output boolean, retires_on date, last_seen_at timestamptz, first_seen_at timestamptz)
  order by "id"
  on conflict ("id") do update
  set "provider" = "excluded"."provider", "listed" = "excluded"."listed", "context_window" = "excluded"."context_window", "max_output_tokens" = "excluded"."max_output_tokens", "structured_output" = "excluded"."structured_output", "retires_on" = "excluded"."retires_on", "last_seen_at" = "excluded"."last_seen_at"
  where split_part(model_catalog.provider, '#', 1) = $2;

-- models-queries.listedModels
select "id", "provider", "listed", "context_window", "max_output_tokens", "structured_output", "retires_on", "last_seen_at"
  from "promptr"."model_catalog"
  where provider = any($1::text[])
  order by "listed" desc, "id"
  limit $2;
