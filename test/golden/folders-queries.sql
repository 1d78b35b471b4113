-- folders-queries.changeFolder
update "promptr"."folders"
  set "name" = $1, "parent_id" = $2
  where "id" = $3 and "user_id" = $4;

-- folders-queries.deleteFolder
delete
  from "promptr"."folders"
  where "id" = $1 and "user_id" = $2;

-- folders-queries.insertFolder
insert into "promptr"."folders" ("id", "user_id", "name", "parent_id")
  values ($1, $2, $3, $4)
  returning "id", "name", "parent_id", "created_at", "updated_at";

-- folders-queries.lockFolders
select "id"
  from "promptr"."folders"
  where "user_id" = $1 and id = any($2::uuid[])
  order by "id" for update;

-- folders-queries.lockTree
select pg_advisory_xact_lock(hashtextextended($1, 7701004));

-- folders-queries.ownFolder
select "f"."id", "f"."name", "f"."parent_id", "f"."created_at", "f"."updated_at", ((select count(*)::int as "number"
  from "promptr"."prompts" as "p"
  where "p"."folder_id" = "f"."id" and "p"."user_id" = $1 and "p"."deleted_at" is null)) as "prompt_count"
  from "promptr"."folders" as "f"
  where "f"."user_id" = $2 and "f"."id" = $3;

-- folders-queries.ownFolders
select "f"."id", "f"."name", "f"."parent_id", "f"."created_at", "f"."updated_at", ((select count(*)::int as "number"
  from "promptr"."prompts" as "p"
  where "p"."folder_id" = "f"."id" and "p"."user_id" = $1 and "p"."deleted_at" is null)) as "prompt_count"
  from "promptr"."folders" as "f"
  where "f"."user_id" = $2
  order by "f"."name", "f"."id"
  limit $3;

-- folders-queries.takeOut
with "inside" as (select "id" as "inside_id"
  from "promptr"."prompts"
  where "user_id" = $1 and folder_id = any($2::uuid[])
  order by "id"
  limit $3 for no key update) update "promptr"."prompts"
  set "folder_id" = $4, "revision" = revision + (deleted_at is null)::int
  from "inside"
  where "id" = "inside_id" and "user_id" = $5
  returning "id", "is_public" as "isPublic", deleted_at is not null as "isDeleted";

-- folders-queries.tree
select "id", "parent_id"
  from "promptr"."folders"
  where "user_id" = $1
  limit $2;
