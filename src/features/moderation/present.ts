import type { Decision, ModeratedPrompt, Moderation, QueuedPrompt, Status } from "./schema.ts";

export type DecisionRow = {
  readonly decisionId: string;
  readonly decisionStatus: Status;
  readonly previousStatus: Status;
  readonly reason: string | null;
  readonly decidedAt: Date;
  readonly isFinal: boolean;
  readonly appeal: string | null;
  readonly appealedAt: Date | null;
};
/** All null where nobody has decided. */
type Joined = { readonly [K in keyof DecisionRow]: DecisionRow[K] | null };
export type QueuedRow = Joined & {
  readonly id: string;
  readonly userId: string;
  readonly title: string;
  readonly description: string | null;
  readonly category: string;
  readonly tags: string[];
  readonly excerpt: string;
  readonly isPublic: boolean;
  readonly status: Status;
  readonly version: number;
  readonly revision: number;
  readonly viewCount: number;
  readonly created_at: Date;
  readonly publishedAt: Date | null;
};

// The columns are those of one row: where one is there, all that cannot be null are.
const isDecision = (row: Joined): row is DecisionRow => row.decisionId !== null;

export const toDecision = (row: DecisionRow): Decision => ({
  id: row.decisionId,
  status: row.decisionStatus,
  previousStatus: row.previousStatus,
  reason: row.reason,
  decidedAt: row.decidedAt.toISOString(),
  isFinal: row.isFinal,
  appeal:
    row.appeal === null || row.appealedAt === null ? null : { note: row.appeal, at: row.appealedAt.toISOString() },
});

export const toQueuedPrompt = (row: QueuedRow): QueuedPrompt => ({
  id: row.id,
  userId: row.userId,
  title: row.title,
  description: row.description,
  category: row.category,
  tags: row.tags,
  excerpt: row.excerpt,
  isPublic: row.isPublic,
  status: row.status,
  version: row.version,
  viewCount: row.viewCount,
  createdAt: row.created_at.toISOString(),
  publishedAt: row.publishedAt?.toISOString() ?? null,
  decision: isDecision(row) ? toDecision(row) : null,
});

export const toModeratedPrompt = (
  row: QueuedRow & { readonly text: string },
  decisions: readonly DecisionRow[],
): ModeratedPrompt => ({ ...toQueuedPrompt(row), text: row.text, decisions: decisions.map(toDecision) });

export function toModeration(row: Joined & { readonly status: Status }): Moderation {
  const decision = isDecision(row) ? toDecision(row) : null;
  const mayAppeal =
    decision !== null && decision.status !== "approved" && !decision.isFinal && decision.appeal === null;
  return { status: row.status, decision, mayAppeal };
}

type Revised = { readonly id: string; readonly revision: number };
/** Moves with every decision, every note and every change of the prompt: what a moderator has seen. */
export const etagOf = (
  { id, revision }: Revised,
  decision: Pick<DecisionRow, "decisionId" | "appealedAt"> | null,
): string => `"${id}-r${revision}-${decision?.decisionId ?? "none"}${decision?.appealedAt ? "-appealed" : ""}"`;

export const etagOfRow = (row: QueuedRow): string => etagOf(row, isDecision(row) ? row : null);
