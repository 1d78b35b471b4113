-- privacy-export-queries.deleteChunks
delete
  from "promptr"."export_chunks"
  where "export_id" = $1 and "part" in (select "part"
  from "promptr"."export_chunks"
  where "export_id" = $2
  limit $3)
  returning "part";

-- privacy-export-queries.exportByLink
select "promptr"."exports"."id", "promptr"."exports"."state", "promptr"."exports"."bytes", "promptr"."exports"."sha256", "promptr"."exports"."created_at" as "createdAt", "promptr"."exports"."expires_at" as "expiresAt"
  from "promptr"."exports"
  inner join "promptr"."profiles" on "promptr"."profiles"."id" = "promptr"."exports"."user_id"
  where "promptr"."exports"."download_hash" = $1 and "promptr"."profiles"."erased_at" is null;

-- privacy-export-queries.exportChunk
select "bytes"
  from "promptr"."export_chunks"
  where "export_id" = $1 and "part" = $2;

-- privacy-export-queries.exportOfUser
select "id", "state", "bytes", "sha256", "created_at" as "createdAt", "expires_at" as "expiresAt"
  from "promptr"."exports"
  where "id" = $1 and "user_id" = $2;

-- privacy-export-queries.finishExport
update "promptr"."exports"
  set "state" = $1, "bytes" = $2, "sha256" = $3, "finished_at" = $4
  from "promptr"."profiles"
  where "promptr"."exports"."id" = $5 and "promptr"."exports"."state" = $6 and "promptr"."exports"."expires_at" = $7 and "promptr"."profiles"."id" = "promptr"."exports"."user_id" and "promptr"."profiles"."erased_at" is null
  returning "promptr"."exports"."id";

-- privacy-export-queries.insertChunk
insert into "promptr"."export_chunks" ("export_id", "user_id", "part", "bytes") select "promptr"."exports"."id" as "export_id", "promptr"."exports"."user_id", $1::int as "part", $2::bytea as "bytes"
  from "promptr"."exports"
  inner join "promptr"."profiles" on "promptr"."profiles"."id" = "promptr"."exports"."user_id"
  where "promptr"."exports"."id" = $3 and "promptr"."exports"."state" = $4 and "promptr"."exports"."expires_at" = $5 and "promptr"."profiles"."erased_at" is null for share of "exports"
  returning "part";

-- privacy-export-queries.insertExport
insert into "promptr"."exports" ("id", "user_id", "created_at", "expires_at")
  values ($1, $2, $3, $4)
  on conflict ("user_id")
  where state in ('queued', 'running') do nothing
  returning "id";

-- privacy-export-queries.startExport
update "promptr"."exports"
  set "state" = $1, "expires_at" = greatest($2::timestamptz, exports.expires_at + interval '1 millisecond')
  from "promptr"."profiles"
  where "promptr"."exports"."id" = $3 and "promptr"."exports"."state" in ($4, $5) and "promptr"."profiles"."id" = "promptr"."exports"."user_id" and "promptr"."profiles"."erased_at" is null
  returning "promptr"."exports"."user_id" as "userId", "promptr"."exports"."created_at" as "createdAt", "promptr"."exports"."expires_at" as "expiresAt", "promptr"."profiles"."created_at" as "openedAt";
