import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { Place } from "../listing/index.ts";
import { EXCERPT_MAX, HISTORY_MAX, type QueueQuery, type Status } from "./schema.ts";

const DECISION = [
  "d.id as decisionId",
  "d.status as decisionStatus",
  "d.previous_status as previousStatus",
  "d.reason",
  "d.created_at as decidedAt",
  "d.is_final as isFinal",
  "d.appeal",
  "d.appealed_at as appealedAt",
] as const;
const PROMPT = [
  ...(["p.id", "p.user_id as userId", "p.title", "p.description", "p.category", "p.tags"] as const),
  ...(["p.is_public as isPublic", "p.moderation_status as status", "p.version", "p.revision"] as const),
  ...(["p.view_count as viewCount", "p.created_at as created_at", "p.published_at as publishedAt"] as const),
] as const;
const excerpt = sql<string>`left(p.raw_prompt, ${sql.lit(EXCERPT_MAX)})`;

/**
 * What administrators may see: what everybody sees or could, and what is held back; of what is private only what somebody
 * can open by a link. Written out, so that the partial indexes apply.
 */
const seen = sql<boolean>`p.deleted_at is null and (p.is_public or p.moderation_status <> 'approved')`;
const heldBack = sql<boolean>`p.deleted_at is null and p.moderation_status <> 'approved'`;
const isLinked = (now: Date) =>
  sql<boolean>`exists (select from promptr.shared_prompts s where s.prompt_id = p.id and s.revoked_at is null
    and (s.expires_at is null or s.expires_at > ${now}) and (s.max_views is null or s.view_count < s.max_views))`;
const shown = (now: Date) =>
  sql<boolean>`p.deleted_at is null and (p.is_public or p.moderation_status <> 'approved' or ${isLinked(now)})`;

const withDecision = () =>
  build
    .selectFrom("prompts as p")
    .leftJoin("moderation_decisions as d", (join) =>
      join.onRef("d.prompt_id", "=", "p.id").on("d.superseded_at", "is", null),
    );

export type Filter = Pick<QueueQuery, "status" | "appealed" | "decided" | "userId">;

const filtered = ({ status, appealed, decided, userId }: Filter) => {
  let query = withDecision().where(status === undefined || status === "approved" ? seen : heldBack);
  if (status !== undefined) query = query.where("p.moderation_status", "=", status);
  if (appealed !== undefined) query = query.where("d.appealed_at", appealed ? "is not" : "is", null);
  if (decided !== undefined) query = query.where("d.id", decided ? "is not" : "is", null);
  if (userId !== undefined) query = query.where("p.user_id", "=", userId);
  return query;
};

type Page = { readonly after: Place | null; readonly limit: number; readonly offset: number };

/** Newest first. */
export const queuedPrompts = (filter: Filter, { after, limit, offset }: Page) => {
  const query = filtered(filter)
    .select([...PROMPT, ...DECISION])
    .select(excerpt.as("excerpt"))
    .orderBy("p.created_at", "desc")
    .orderBy("p.id", "desc")
    .limit(limit)
    .offset(offset);
  if (after === null) return query;
  return query.where(sql<boolean>`(p.created_at, p.id) < (${after.value}::timestamptz, ${after.id}::uuid)`);
};

export const countQueued = (filter: Filter) => filtered(filter).select(sql<number>`count(*)::int`.as("total"));

export const moderatedPrompt = statement((p: { id: string; now: Date }) =>
  withDecision()
    .select([...PROMPT, ...DECISION])
    .select([excerpt.as("excerpt"), "p.raw_prompt as text"])
    .where("p.id", "=", p.id)
    .where(shown(p.now)),
);

/** The prompt, held until the transaction ends: its owner and other administrators wait. */
export const lockModerated = statement((p: { id: string; now: Date }) =>
  build
    .selectFrom("prompts as p")
    .select([
      "p.id",
      "p.user_id as userId",
      "p.title",
      "p.moderation_status as status",
      "p.is_public as isPublic",
      "p.revision",
    ])
    .where("p.id", "=", p.id)
    .where(shown(p.now))
    .forNoKeyUpdate(),
);

export const currentDecision = statement((p: { promptId: string }) =>
  build
    .selectFrom("moderation_decisions as d")
    .select(DECISION)
    .where("d.prompt_id", "=", p.promptId)
    .where("d.superseded_at", "is", null),
);

export const decisionsAbout = statement((p: { promptId: string }) =>
  build
    .selectFrom("moderation_decisions as d")
    .select(DECISION)
    .where("d.prompt_id", "=", p.promptId)
    // Two decisions may be of one millisecond, or of clocks that disagree.
    .orderBy(sql`d.superseded_at is null`, "desc")
    .orderBy("d.created_at", "desc")
    .orderBy("d.id", "desc")
    .limit(HISTORY_MAX),
);

export const supersede = statement((p: { promptId: string; now: Date }) =>
  build
    .updateTable("moderation_decisions")
    .set({ superseded_at: p.now })
    .where("prompt_id", "=", p.promptId)
    .where("superseded_at", "is", null),
);

type NewDecision = {
  id: string;
  promptId: string;
  userId: string;
  decidedBy: string;
  status: Status;
  previousStatus: Status;
  reason: string | null;
  isFinal: boolean;
  now: Date;
};

export const insertDecision = statement((p: NewDecision) =>
  build.insertInto("moderation_decisions").values({
    id: p.id,
    prompt_id: p.promptId,
    user_id: p.userId,
    decided_by: p.decidedBy,
    status: p.status,
    previous_status: p.previousStatus,
    reason: p.reason,
    is_final: p.isFinal,
    created_at: p.now,
  }),
);

/** Of a prompt that is locked: the status, and one revision more. */
export const setStatus = statement((p: { id: string; status: Status }) =>
  build.selectNoFrom(sql<null>`promptr.set_moderation_status(${p.id}::uuid, ${p.status}::text)`.as("set")),
);

/** The owner's prompt with the decision that holds. */
export const ownModeration = statement((p: { id: string; userId: string }) =>
  withDecision()
    .select(["p.moderation_status as status", ...DECISION])
    .where("p.id", "=", p.id)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null),
);

/** No row when there is nothing to appeal against, or a note already. */
export const keepAppeal = statement((p: { id: string; userId: string; note: string; now: Date }) =>
  build
    .updateTable("moderation_decisions")
    .set({ appeal: p.note, appealed_at: p.now })
    .where("prompt_id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("superseded_at", "is", null)
    .where("status", "<>", "approved")
    .where("is_final", "=", false)
    .where("appeal", "is", null)
    .returning("id"),
);
