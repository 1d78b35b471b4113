-- analytics-quality-queries.promptsNamed
select w.id as "promptId", w.version, p.title, case when w.version is null then p.quality_score else v.quality_score end as quality
  from unnest($2::uuid[], $3::integer[]) as w (id, version) join promptr.prompts p on p.id = w.id and p.user_id = $1 and p.deleted_at is null
  left join promptr.prompt_versions v on v.prompt_id = w.id and v.version = w.version and v.user_id = $1;

-- analytics-quality-queries.qualityByBucket
select width_bucket(created_at, $1::timestamptz[]) as "bucket", count(*)::int as "versions", avg(quality_score) as "quality"
  from "promptr"."prompt_versions"
  where "user_id" = $2 and "created_at" >= $3 and "created_at" < $4 and ($5::uuid is null or prompt_id = $6)
  group by 1;

-- analytics-quality-queries.versionsWritten
select "prompt_id", "version", "quality_score", "created_at"
  from "promptr"."prompt_versions"
  where "user_id" = $1 and "created_at" >= $2 and "created_at" < $3 and ($4::uuid is null or prompt_id = $5)
  order by "created_at" desc, "prompt_id", "version" desc
  limit $6;
