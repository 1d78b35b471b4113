import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

export const ownersAfter = statement((p: { after: string; limit: number }) =>
  build.selectFrom("profiles").select("id").where("id", ">", p.after).orderBy("id").limit(p.limit),
);

/** Names (ids and aliases) of models that come to an end, each with its model and how near that is. */
type Dying = {
  readonly names: readonly string[];
  readonly models: readonly string[];
  readonly stages: readonly ("retiring" | "retired")[];
};

export type Use = {
  readonly user_id: string;
  readonly model: string;
  readonly stage: "retiring" | "retired";
  readonly prompts: number;
  readonly labels: number;
  /** The first three, and how many there are. */
  readonly titles: readonly string[];
  readonly titled: number;
};

/**
 * What of these owners' prompts and labels stands on such models, where they have not been told yet. Each owner is read once,
 * by the indexes of their own rows; left to itself, the planner would read them once a name.
 */
export const untoldUses = ({ owners, names, models, stages }: Dying & { owners: readonly string[] }): Query<Use> => ({
  name: "promptr_untold_uses",
  sql: `with used as materialized (
      select owner.id as user_id, own.* from unnest($1::uuid[]) as owner (id) cross join lateral (
        select p.selected_model as name, p.title, null as label
        from promptr.prompts p
        where p.user_id = owner.id and p.deleted_at is null and p.selected_model = any($2::text[])
        union all
        select v.selected_model, p.title, l.label
        from promptr.prompt_labels l
          join promptr.prompt_versions v on v.prompt_id = l.prompt_id and v.version = l.version
          join promptr.prompts p on p.id = l.prompt_id and p.deleted_at is null
        where l.user_id = owner.id and v.selected_model = any($2::text[])) as own)
    select u.user_id, d.model, d.stage, count(*) filter (where u.label is null)::int as prompts,
      count(u.label)::int as labels, (array_agg(distinct u.title))[1:3] as titles, count(distinct u.title)::int as titled
    from used u join unnest($2::text[], $3::text[], $4::text[]) as d (name, model, stage) on d.name = u.name
    where not exists (select from promptr.model_notices n
      where n.user_id = u.user_id and n.model = d.model and n.stage = d.stage)
    group by u.user_id, d.model, d.stage order by u.user_id, d.model, d.stage`,
  parameters: [owners, names, models, stages],
});

/** A row when nobody was quicker, and the account is still there. */
export const insertNotice = statement(
  (p: { userId: string; model: string; stage: "retiring" | "retired"; now: Date }) =>
    build
      .insertInto("model_notices")
      .columns(["user_id", "model", "stage", "created_at"])
      .expression((eb) =>
        eb
          .selectFrom("profiles")
          .select([
            "id",
            sql<string>`${p.model}::text`.as("model"),
            sql<"retired">`${p.stage}::text`.as("stage"),
            sql<Date>`${p.now}::timestamptz`.as("created_at"),
          ])
          .where("id", "=", p.userId),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning("user_id"),
);

type Wanted = { userId: string; names: readonly string[] };

/** The caller's prompts for these models, and how many there are in all. */
export const promptsOn = statement((p: Wanted & { after: string; limit: number }) =>
  build
    .selectFrom("prompts")
    .select(["id", sql<number>`(count(*) over ())::int`.as("total")])
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null)
    .where(sql<boolean>`selected_model = any(${p.names}::text[])`)
    .where("id", ">", p.after)
    .orderBy("id")
    .limit(p.limit),
);

/** How many of these are prompts of the caller. */
export const countOwnAmong = statement((p: { userId: string; ids: readonly string[] }) =>
  build
    .selectFrom("prompts")
    .select(sql<number>`count(*)::int`.as("own"))
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null)
    .where(sql<boolean>`id = any(${p.ids}::uuid[])`),
);

/** The labels of these prompts that stand on a version for one of these models. */
export const labelsOn = statement((p: Wanted & { ids: readonly string[] }) =>
  build
    .selectFrom("prompt_labels as l")
    .innerJoin("prompt_versions as v", (join) =>
      join.onRef("v.prompt_id", "=", "l.prompt_id").onRef("v.version", "=", "l.version"),
    )
    .select(["l.prompt_id", "l.label", "l.version"])
    .where("l.user_id", "=", p.userId)
    .where("v.user_id", "=", p.userId)
    .where(sql<boolean>`l.prompt_id = any(${p.ids}::uuid[])`)
    .where(sql<boolean>`v.selected_model = any(${p.names}::text[])`)
    .orderBy("l.prompt_id")
    .orderBy("l.label"),
);
