import { type QueryCreator, sql } from "kysely";
import type { Json, Tables } from "../../db/tables.ts";

export type Telling = {
  /** What caches forget of it, and what the owner's clients hear. */
  readonly changeTags: readonly string[];
  readonly changeKind: string;
  /** JSON. */
  readonly changeData: string;
};

/** Tells of what the statement has `made`, and of nothing when it made nothing. */
export const tellOfMade = (db: QueryCreator<Tables & { made: { user_id: string } }>, p: Telling) =>
  db
    .insertInto("change_events")
    .columns(["tags", "user_id", "kind", "data"])
    .expression((eb) =>
      eb
        .selectFrom("made")
        .select([
          sql<string[]>`${p.changeTags}::text[]`.as("tags"),
          "user_id",
          sql<string>`${p.changeKind}::text`.as("kind"),
          sql<Json>`${p.changeData}::jsonb`.as("data"),
        ]),
    );
