import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

const COLUMNS = ["id", "prompt_id", "result", "expires_at"] as const;

type Keyed = { readonly userId: string; readonly whole: Buffer; readonly content: Buffer; readonly now: Date };

/** What is kept under either key; what was made for this very place goes first. */
export const keptUnder = statement((p: Keyed) =>
  build
    .selectFrom("enhancement_results")
    .select(COLUMNS)
    .where("user_id", "=", p.userId)
    .where((eb) => eb.or([eb("cache_key", "=", p.whole), eb("cache_key", "=", p.content)]))
    .where("expires_at", ">", p.now)
    .orderBy(sql`cache_key = ${p.whole}`, "desc")
    .limit(1),
);

export const keptWithId = statement((p: { userId: string; id: string; now: Date }) =>
  build
    .selectFrom("enhancement_results")
    .select(COLUMNS)
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("expires_at", ">", p.now),
);

export type NewResult = {
  readonly id: string;
  readonly userId: string;
  readonly promptId: string | null;
  readonly promptVersion: number | null;
  readonly cacheKey: Buffer;
  /** JSON. */
  readonly result: string;
  readonly at: Date;
  readonly expiresAt: Date;
};

/** Gives the id, or no row where another result that has not expired is kept under the key. */
export const insertResult = statement((p: NewResult) =>
  build
    .insertInto("enhancement_results")
    .values({
      id: p.id,
      user_id: p.userId,
      prompt_id: p.promptId,
      prompt_version: p.promptVersion,
      cache_key: p.cacheKey,
      result: p.result,
      created_at: p.at,
      expires_at: p.expiresAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["user_id", "cache_key"])
        .doUpdateSet((eb) => ({
          id: eb.ref("excluded.id"),
          prompt_id: eb.ref("excluded.prompt_id"),
          prompt_version: eb.ref("excluded.prompt_version"),
          result: eb.ref("excluded.result"),
          created_at: eb.ref("excluded.created_at"),
          expires_at: eb.ref("excluded.expires_at"),
        }))
        .whereRef("enhancement_results.expires_at", "<=", "excluded.created_at"),
    )
    .returning("id"),
);
