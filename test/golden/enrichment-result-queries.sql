-- enrichment-result-queries.insertResult
insert into "promptr"."enhancement_results" ("id", "user_id", "prompt_id", "prompt_version", "cache_key", "result", "created_at", "expires_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict ("user_id", "cache_key") do update
  set "id" = "excluded"."id", "prompt_id" = "excluded"."prompt_id", "prompt_version" = "excluded"."prompt_version", "result" = "excluded"."result", "created_at" = "excluded"."created_at", "expires_at" = "excluded"."expires_at"
  where "promptr"."enhancement_results"."expires_at" <= "excluded"."created_at"
  returning "id";

-- enrichment-result-queries.keptUnder
select "id", "prompt_id", "result", "expires_at"
  from "promptr"."enhancement_results"
  where "user_id" = $1 and ("cache_key" = $2 or "cache_key" = $3) and "expires_at" > $4
  order by cache_key = $5 desc
  limit $6;

-- enrichment-result-queries.keptWithId
select "id", "prompt_id", "result", "expires_at"
  from "promptr"."enhancement_results"
  where "id" = $1 and "user_id" = $2 and "expires_at" > $3;
