import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

type Asked = { userId: string; promptId: string | null; from: Date; to: Date };

const written = (p: Asked) =>
  build
    .selectFrom("prompt_versions")
    .where("user_id", "=", p.userId)
    .where("created_at", ">=", p.from)
    .where("created_at", "<", p.to)
    .where(sql<boolean>`(${p.promptId}::uuid is null or prompt_id = ${p.promptId})`);

/** Versions written between two moments, newest first. */
export const versionsWritten = statement((p: Asked & { limit: number }) =>
  written(p)
    .select(["prompt_id", "version", "quality_score", "created_at"])
    .orderBy("created_at", "desc")
    .orderBy("prompt_id")
    .orderBy("version", "desc")
    .limit(p.limit),
);

/** How many versions were written in each stretch, and how good they are on average (0 to 1); `bounds` as `datesOf` gives them. */
export const qualityByBucket = statement((p: Asked & { bounds: string }) =>
  written(p)
    .select([
      sql<number>`width_bucket(created_at, ${p.bounds}::timestamptz[])`.as("bucket"),
      sql<number>`count(*)::int`.as("versions"),
      sql<number>`avg(quality_score)`.as("quality"),
    ])
    .groupBy(sql`1`),
);

type Named = {
  readonly userId: string;
  readonly ids: readonly string[];
  readonly versions: readonly (number | null)[];
};
type Title = { promptId: string; version: number | null; title: string; quality: number | null };

/** Titles of own prompts, and how good they are: as they are now, or in the version at the same place of the other list. */
export const promptsNamed = (p: Named): Query<Title> => ({
  name: "promptr_prompts_named",
  sql: `select w.id as "promptId", w.version, p.title, case when w.version is null then p.quality_score else v.quality_score end as quality
    from unnest($2::uuid[], $3::integer[]) as w (id, version)
      join promptr.prompts p on p.id = w.id and p.user_id = $1 and p.deleted_at is null
      left join promptr.prompt_versions v on v.prompt_id = w.id and v.version = w.version and v.user_id = $1`,
  parameters: [p.userId, p.ids, p.versions],
});
