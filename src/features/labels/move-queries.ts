import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Own = { userId: string; promptId: string };
type One = Own & { label: string };

/** Moves of a prompt's labels stand in line here, behind writers of its versions; readers and new links do not wait. */
export const lockLabels = statement((p: Own) =>
  build
    .selectFrom("prompts")
    .select("id")
    .where("id", "=", p.promptId)
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null)
    .forNoKeyUpdate(),
);

/** What a move depends on. Ask after `lockLabels`: a statement that waited still sees what was there before. */
export const labelState = statement((p: One & { version: number | null }) =>
  build
    .selectFrom("profiles as o")
    .leftJoin("prompt_labels as l", (join) => join.on("l.prompt_id", "=", p.promptId).on("l.label", "=", p.label))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("label_events as e")
          .select(["e.id", "e.from_version", "e.revision"])
          .where("e.prompt_id", "=", p.promptId)
          .where("e.label", "=", p.label)
          .orderBy("e.revision", "desc")
          .limit(1)
          .as("last"),
      (join) => join.onTrue(),
    )
    .select([
      "o.protected_labels as protectedLabels",
      "l.version as current",
      "l.revision",
      "last.id as lastId",
      "last.from_version as lastFrom",
      "last.revision as lastRevision",
    ])
    .select((eb) => [
      eb
        .selectFrom("prompt_labels as a")
        .select(sql<number>`count(*)::int`.as("labels"))
        .where("a.prompt_id", "=", p.promptId)
        .as("labels"),
      eb
        .exists(
          eb
            .selectFrom("prompt_versions as v")
            .select("v.version")
            .where("v.prompt_id", "=", p.promptId)
            .where("v.version", "=", p.version),
        )
        .as("hasVersion"),
    ])
    .where("o.id", "=", p.userId),
);

type Event = One & {
  eventId: string;
  from: number | null;
  revision: number;
  actorKind: "session" | "supabase" | "api_key";
  reason: string | null;
  undoes: string | null;
};
const EVENT_ROW = [
  ...(["id", "label", "revision", "from_version", "to_version", "reason", "undoes"] as const),
  ...(["actor_id", "actor_kind", "created_at"] as const),
] as const;
const event = (p: Event, to: number | null) => ({
  id: p.eventId,
  prompt_id: p.promptId,
  user_id: p.userId,
  label: p.label,
  from_version: p.from,
  to_version: to,
  revision: p.revision,
  actor_id: p.userId,
  actor_kind: p.actorKind,
  reason: p.reason,
  undoes: p.undoes,
  created_at: sql<Date>`clock_timestamp()`,
});

/** Makes or moves the label, and writes down that it was done. */
export const placeLabel = statement((p: Event & { version: number }) =>
  build
    .with("placed", (db) =>
      db
        .insertInto("prompt_labels")
        .values({
          prompt_id: p.promptId,
          user_id: p.userId,
          label: p.label,
          version: p.version,
          revision: p.revision,
          updated_by: p.userId,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["prompt_id", "label"])
            .doUpdateSet({ version: p.version, revision: p.revision, updated_by: p.userId }),
        )
        .returning(["created_at", "updated_at"]),
    )
    .with("told", (db) => db.insertInto("label_events").values(event(p, p.version)).returning(EVENT_ROW))
    .selectFrom(["placed", "told"])
    .select(EVENT_ROW.map((column) => `told.${column}` as const))
    .select(["placed.created_at as label_created_at", "placed.updated_at as label_updated_at"])
    .select(sql<string | null>`promptr.author_name(told.actor_id)`.as("actor_name")),
);

export const removeLabelRow = statement((p: Event) =>
  build
    .with("removed", (db) =>
      db
        .deleteFrom("prompt_labels")
        .where("prompt_id", "=", p.promptId)
        .where("label", "=", p.label)
        .where("user_id", "=", p.userId),
    )
    .insertInto("label_events")
    .values(event(p, null))
    .returning(EVENT_ROW)
    .returning(sql<string | null>`promptr.author_name(actor_id)`.as("actor_name")),
);
