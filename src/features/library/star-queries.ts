import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { readableBy } from "./published.ts";

type Star = { readonly userId: string; readonly promptId: string };

const seen = (p: Star) =>
  build.selectFrom("prompts").select("id").where("id", "=", p.promptId).where(readableBy(p.userId));

/** `known` is false for what the user may not see; `changed` when the star is new. A trigger keeps the prompt's count. */
export const addStar = statement((p: Star & { now: Date }) =>
  build
    .with("seen", () => seen(p))
    .with("added", (db) =>
      db
        .insertInto("prompt_stars")
        .columns(["prompt_id", "user_id", "created_at"])
        .expression((eb) =>
          eb
            .selectFrom("seen")
            .select([
              "seen.id as prompt_id",
              sql<string>`${p.userId}::uuid`.as("user_id"),
              sql<Date>`${p.now}::timestamptz`.as("created_at"),
            ]),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("prompt_id"),
    )
    .selectNoFrom((eb) => [
      eb.exists(eb.selectFrom("seen").select("id")).as("known"),
      eb.exists(eb.selectFrom("added").select("prompt_id")).as("changed"),
    ]),
);

/** The same for taking a star back; that of a prompt that has gone private can be taken back too. */
export const removeStar = statement((p: Star) =>
  build
    .with("removed", (db) =>
      db
        .deleteFrom("prompt_stars")
        .where("prompt_id", "=", p.promptId)
        .where("user_id", "=", p.userId)
        .returning("prompt_id"),
    )
    .selectNoFrom((eb) => [
      eb.or([eb.exists(seen(p)), eb.exists(eb.selectFrom("removed").select("prompt_id"))]).as("known"),
      eb.exists(eb.selectFrom("removed").select("prompt_id")).as("changed"),
    ]),
);

type Wanted = { userId: string; value: string | number; id: string; limit: number; offset: number };

const starred = (userId: string) =>
  build
    .selectFrom("prompt_stars")
    .innerJoin("prompts", "prompts.id", "prompt_stars.prompt_id")
    .where("prompt_stars.user_id", "=", userId)
    .where(readableBy(userId, "prompts.user_id"));

/** The latest star first, what comes after the place given by `value` (a time) and `id`. Without the texts. */
export const starredPrompts = statement((p: Wanted) =>
  starred(p.userId)
    .select([
      ...(["prompts.id", "title", "description", "category", "tags", "selected_model", "quality_score"] as const),
      ...(["is_public", "version", "view_count", "star_count", "fork_count"] as const),
      "prompt_stars.created_at as starred_at",
      sql<string>`promptr.author_name(prompts.user_id)`.as("author_name"),
    ])
    .where(sql<boolean>`(prompt_stars.created_at, prompt_stars.prompt_id) < (${p.value}::timestamptz, ${p.id}::uuid)`)
    .orderBy("prompt_stars.created_at", "desc")
    .orderBy("prompt_stars.prompt_id", "desc")
    .limit(p.limit)
    .offset(p.offset),
);

export const countStarred = statement((p: { userId: string }) =>
  starred(p.userId).select(sql<number>`count(*)::int`.as("total")),
);
