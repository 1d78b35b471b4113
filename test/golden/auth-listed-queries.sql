-- auth-listed-queries.grantListed
update "promptr"."profiles"
  set "role" = $1
  where "origin" = $2 and email = any($3::text[]) and ($4::uuid is null or id = $5::uuid) and "email_verified_at" is not null and "suspended_at" is null and "erased_at" is null and "role" <> $6
  returning "id";
