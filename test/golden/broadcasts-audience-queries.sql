-- broadcasts-audience-queries.audienceAfter
select "a"."id" as "userId", "a"."email", a.email_verified_at is not null or a.origin <> 'local' as "isConfirmed"
  from "promptr"."profiles" as "a"
  where "a"."erased_at" is null and "a"."suspended_at" is null and a.created_at <= $1::timestamptz and ($2::text is null or a.subscription_tier = $3) and ($4::text is null or a.role = $5) and ($6::boolean is null or (a.email_verified_at is not null) = $7) and ($8::timestamptz is null or a.created_at >= $9) and ($10::timestamptz is null or a.created_at < $11) and ($12::timestamptz is null or exists (select
  from promptr.sessions s
  where s.user_id = a.id and s.last_used_at >= $13) or exists (select
  from promptr.api_keys k
  where k.user_id = a.id and k.last_used_at >= $14)) and ($15::text is null or exists (select
  from promptr.prompts t
  where t.user_id = a.id and t.deleted_at is null and t.selected_model = $16)) and "a"."id" > $17
  order by "a"."id"
  limit $18;

-- broadcasts-audience-queries.countAudience
select count(*)::int as "people"
  from "promptr"."profiles" as "a"
  where "a"."erased_at" is null and "a"."suspended_at" is null and a.created_at <= $1::timestamptz and ($2::text is null or a.subscription_tier = $3) and ($4::text is null or a.role = $5) and ($6::boolean is null or (a.email_verified_at is not null) = $7) and ($8::timestamptz is null or a.created_at >= $9) and ($10::timestamptz is null or a.created_at < $11) and ($12::timestamptz is null or exists (select
  from promptr.sessions s
  where s.user_id = a.id and s.last_used_at >= $13) or exists (select
  from promptr.api_keys k
  where k.user_id = a.id and k.last_used_at >= $14)) and ($15::text is null or exists (select
  from promptr.prompts t
  where t.user_id = a.id and t.deleted_at is null and t.selected_model = $16));
