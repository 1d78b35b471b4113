import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Own = { userId: string; promptId: string };
type One = Own & { label: string };

const LABEL = ["label", "version", "revision", "updated_by", "created_at", "updated_at"] as const;
const moverName = sql<string | null>`promptr.author_name(l.updated_by)`.as("mover_name");
const isProtected = (userId: string) =>
  sql<boolean>`l.label = any (select unnest(o.protected_labels) from promptr.profiles o where o.id = ${userId})`.as(
    "is_protected",
  );

/** By name. A row without a label says that the prompt exists and this page of its labels is empty. */
export const labelsOf = statement((p: Own & { above: string; limit: number; offset: number }) =>
  build
    .selectFrom("prompts as p")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("prompt_labels as l")
          .select(LABEL.map((column) => `l.${column}` as const))
          .select([moverName, isProtected(p.userId)])
          .whereRef("l.prompt_id", "=", "p.id")
          .where("l.user_id", "=", p.userId)
          .where(sql<boolean>`l.label collate "C" > ${p.above}`)
          .orderBy(sql`l.label collate "C"`)
          .limit(p.limit)
          .offset(p.offset)
          .as("h"),
      (join) => join.onTrue(),
    )
    .select((eb) =>
      eb
        .selectFrom("prompt_labels as a")
        .select(sql<number>`count(*)::int`.as("total"))
        .whereRef("a.prompt_id", "=", "p.id")
        .where("a.user_id", "=", p.userId)
        .as("total"),
    )
    .selectAll("h")
    .where("p.id", "=", p.promptId)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null)
    .orderBy(sql`h.label collate "C"`),
);

export const labelOf = statement((p: One) =>
  build
    .selectFrom("prompt_labels as l")
    .innerJoin("prompts as p", "p.id", "l.prompt_id")
    .select(LABEL.map((column) => `l.${column}` as const))
    .select([moverName, isProtected(p.userId)])
    .where("l.prompt_id", "=", p.promptId)
    .where("l.label", "=", p.label)
    .where("l.user_id", "=", p.userId)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null),
);

const EVENT_ROW = [
  ...(["id", "label", "revision", "from_version", "to_version", "reason", "undoes"] as const),
  ...(["actor_id", "actor_kind", "created_at"] as const),
] as const;
/** Newest first. `newest` is null for a label that never was; a row without an id is an empty page. */
export const historyOf = statement((p: One & { below: number; limit: number; offset: number }) =>
  build
    .selectFrom("prompts as p")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("label_events as e")
          .select(EVENT_ROW.map((column) => `e.${column}` as const))
          .select(sql<string | null>`promptr.author_name(e.actor_id)`.as("actor_name"))
          .whereRef("e.prompt_id", "=", "p.id")
          .where("e.label", "=", p.label)
          .where("e.user_id", "=", p.userId)
          .where("e.revision", "<", p.below)
          .orderBy("e.revision", "desc")
          .limit(p.limit)
          .offset(p.offset)
          .as("h"),
      (join) => join.onTrue(),
    )
    .select((eb) =>
      eb
        .selectFrom("label_events as a")
        .select(({ fn }) => fn.max("a.revision").as("newest"))
        .whereRef("a.prompt_id", "=", "p.id")
        .where("a.label", "=", p.label)
        .as("newest"),
    )
    .selectAll("h")
    .where("p.id", "=", p.promptId)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null)
    .orderBy("h.revision", "desc"),
);
