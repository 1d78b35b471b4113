import type { ModelAnswer } from "../enrichment/index.ts";
import type { nextCase } from "./job-queries.ts";

type Case = NonNullable<ReturnType<typeof nextCase>["row"]>;

/** The answer to a case before it is judged: a worker that takes over does not ask for it again. */
export type Draft = {
  readonly caseId: string;
  /** When the case was last edited: another question has another answer. */
  readonly editedAt: string;
  readonly answer: string;
  readonly writer: string;
  readonly usage: ModelAnswer["usage"];
  readonly durationMs: number;
};

export const draftOf = ({ id, updated_at: at }: Case, rest: Omit<Draft, "caseId" | "editedAt">): Draft => ({
  caseId: id,
  editedAt: at.toISOString(),
  ...rest,
});

/** The kept answer to this very case, if that is what was kept; rows are written by `keepDraft` alone. */
export function draftFor({ id, updated_at: at }: Case, kept: unknown): Draft | null {
  const draft = kept as Draft | null;
  return draft?.caseId === id && draft.editedAt === at.toISOString() ? draft : null;
}
