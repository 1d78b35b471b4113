-- admin-queries.changeUser
update "promptr"."profiles"
  set "subscription_tier" = $1, "role" = $2, "suspended_at" = case when $3::timestamptz is not null then coalesce(suspended_at, $4) end
  where "id" = $5;

-- admin-queries.countUsersLike
select count(*)::int as "total"
  from "promptr"."profiles"
  where "erased_at" is null and ($1::text is null or strpos(email, (select lower($2::text))) > 0 or strpos(lower(full_name), (select lower($3::text))) > 0) and ($4::text is null or subscription_tier = $5) and ($6::text is null or role = $7) and ($8::boolean is null or (suspended_at is not null) = $9);

-- admin-queries.lockForChange
select "id", "role", "subscription_tier", "suspended_at"
  from "promptr"."profiles"
  where ("id" = $1 or "id" = $2 or "role" = $3) and "erased_at" is null
  order by "id" for update;

-- admin-queries.userById
select "id", "email", "full_name", "origin", "role", "subscription_tier", "suspended_at", "email_verified_at", "created_at", (select max(s.last_used_at)
  from promptr.sessions as s
  where s.user_id = profiles.id) as "lastSeenAt"
  from "promptr"."profiles"
  where "id" = $1 and "erased_at" is null;

-- admin-queries.usersLike
select "id", "email", "full_name", "origin", "role", "subscription_tier", "suspended_at", "email_verified_at", "created_at", (select max(s.last_used_at)
  from promptr.sessions as s
  where s.user_id = profiles.id) as "lastSeenAt"
  from "promptr"."profiles"
  where "erased_at" is null and ($1::text is null or strpos(email, (select lower($2::text))) > 0 or strpos(lower(full_name), (select lower($3::text))) > 0) and ($4::text is null or subscription_tier = $5) and ($6::text is null or role = $7) and ($8::boolean is null or (suspended_at is not null) = $9) and (created_at, id) < ($10::timestamptz, $11::uuid)
  order by "created_at" desc, "id" desc
  limit $12
  offset $13;
