-- auth-listed-queries.takeListing
update "promptr"."profiles"
  set "admin_listed_at" = $1
  where "origin" = $2 and email = any($3::text[]) and ($4::uuid is null or id = $5::uuid) and "owner_proved_at" is not null and "admin_listed_at" is null and "suspended_at" is null and "erased_at" is null
  returning "id";
