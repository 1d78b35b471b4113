import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

type Owner = { userId: string };
type Own = Owner & { id: string };

const COLUMNS = ["id", "name", "parent_id", "created_at", "updated_at"] as const;

/** Who changes the shape of a tree waits here for whoever is changing the same one, and then sees what they did. */
export const lockTree = ({ userId }: Owner): Query<unknown> => ({
  sql: "select pg_advisory_xact_lock(hashtextextended($1, 7701004))",
  parameters: [userId],
});

export const tree = statement((p: Owner & { limit: number }) =>
  build.selectFrom("folders").select(["id", "parent_id"]).where("user_id", "=", p.userId).limit(p.limit),
);

const counted = (p: Owner) =>
  build
    .selectFrom("folders as f")
    .select(COLUMNS.map((column) => `f.${column}` as const))
    .select((eb) => {
      const inside = eb
        .selectFrom("prompts as p")
        .select(sql`count(*)::int`.as("number"))
        .whereRef("p.folder_id", "=", "f.id")
        .where("p.user_id", "=", p.userId)
        .where("p.deleted_at", "is", null);
      return sql<number>`(${inside})`.as("prompt_count");
    })
    .where("f.user_id", "=", p.userId);

export const ownFolders = statement((p: Owner & { limit: number }) =>
  counted(p).orderBy("f.name").orderBy("f.id").limit(p.limit),
);

export const ownFolder = statement((p: Own) => counted(p).where("f.id", "=", p.id));

export const insertFolder = statement((p: Own & { name: string; parentId: string | null }) =>
  build
    .insertInto("folders")
    .values({ id: p.id, user_id: p.userId, name: p.name, parent_id: p.parentId })
    .returning(COLUMNS),
);

export const changeFolder = statement((p: Own & { name: string; parentId: string | null }) =>
  build
    .updateTable("folders")
    .set({ name: p.name, parent_id: p.parentId })
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId),
);

type Inside = Owner & { folderIds: readonly string[] };

/** Nobody puts a prompt or a folder into these until the commit. */
export const lockFolders = statement((p: Inside) =>
  build
    .selectFrom("folders")
    .select("id")
    .where("user_id", "=", p.userId)
    .where(sql<boolean>`id = any(${p.folderIds}::uuid[])`)
    .orderBy("id")
    .forUpdate(),
);

/**
 * The first of the prompts in these folders, by id. A prompt says which folder it is in, so its revision counts this; a
 * deleted one says nothing to anybody.
 */
export const takeOut = statement((p: Inside & { limit: number }) =>
  build
    .with("inside", (db) =>
      db
        .selectFrom("prompts")
        .select("id as inside_id")
        .where("user_id", "=", p.userId)
        .where(sql<boolean>`folder_id = any(${p.folderIds}::uuid[])`)
        .orderBy("id")
        .limit(p.limit)
        .forNoKeyUpdate(),
    )
    .updateTable("prompts")
    .from("inside")
    .set({ folder_id: null, revision: sql<number>`revision + (deleted_at is null)::int` })
    .whereRef("id", "=", "inside_id")
    .where("user_id", "=", p.userId)
    .returning(["id", "is_public as isPublic", sql<boolean>`deleted_at is not null`.as("isDeleted")]),
);

/** Its subfolders go with it. */
export const deleteFolder = statement((p: Own) =>
  build.deleteFrom("folders").where("id", "=", p.id).where("user_id", "=", p.userId),
);
