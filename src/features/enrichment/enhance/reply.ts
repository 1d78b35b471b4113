import { z } from "zod";
import { composePrompt, type Draft, PARTS } from "../../../contract/draft.ts";
import {
  applyChanges,
  type Change,
  ChangeMismatch,
  holdsInParts,
  provenIntact,
  QUESTIONS_MAX,
} from "../engine/index.ts";
import { changeOf } from "../engine/changes.ts";
import { estimateTokens } from "../lint/index.ts";
import { partMax } from "../schema.ts";
import { isInvented } from "./inventions.ts";
import { echoesInstructions, EDITS_MAX, type Question, ruleIdsOf, WISH } from "./question.ts";

const SENTENCE_MAX = 400;

const Edit = z.strictObject({
  field: z.enum(PARTS),
  before: z.string(),
  after: z.string(),
  ruleId: z.string(),
  reason: z.string().trim().min(1).max(SENTENCE_MAX),
});
const Reply = z.strictObject({
  edits: z.array(Edit).max(EDITS_MAX),
  questions: z.array(z.string().trim().min(1).max(SENTENCE_MAX)),
});

/** What a model proposes, once every promise about it is proved. */
export type Proposal = {
  readonly enhanced: Draft;
  readonly changes: readonly Change[];
  readonly questions: readonly string[];
};

/** The reply of a model as a proposal, or null when anything about it is not as asked. */
export function readReply(question: Question, text: string): Proposal | null {
  const { draft } = question;
  const parsed = Reply.safeParse(parseJson(text));
  if (!parsed.success || echoesInstructions(decoded(parsed.data), composePrompt(draft))) return null;
  const changes = parsed.data.edits.map((edit) => changeFor(question, edit));
  if (!changes.every((change) => change !== null)) return null;
  const enhanced = applied(draft, changes);
  if (!enhanced || !isSound(question, enhanced, changes) || !holdsInParts(draft, changes)) return null;
  const questions = [...new Set(parsed.data.questions)].slice(0, QUESTIONS_MAX);
  return changes.length + questions.length === 0 ? null : { enhanced, changes, questions };
}

/** One edit of a reply that is still being written, or null when it does not hold; the whole reply is judged again. */
export function readEdit(question: Question, text: string): Change | null {
  const parsed = Edit.safeParse(parseJson(text));
  if (!parsed.success || echoesInstructions(decoded(parsed.data), composePrompt(question.draft))) return null;
  return changeFor(question, parsed.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words without JSON's escapes, behind which a repetition could hide. */
const decoded = (value: z.output<typeof Reply> | z.output<typeof Edit>): string =>
  "edits" in value
    ? [...value.edits.map(decoded), ...value.questions].join("\n")
    : [value.before, value.after, value.reason, value.ruleId].join("\n");

/** Null unless the edit was asked for, fits the source exactly, and is sound when it is the only one accepted. */
function changeFor(question: Question, edit: z.output<typeof Edit>): Change | null {
  const { draft, findings } = question;
  if (!ruleIdsOf(question).includes(edit.ruleId) || edit.before === edit.after) return null;
  if (draft[edit.field] === null && !mayFill(question, edit)) return null;
  const severity = findings.find(({ ruleId }) => ruleId === edit.ruleId)?.severity ?? "suggestion";
  const change = changeOf({ ...edit, severity });
  const alone = applied(draft, [change]);
  return alone && isSound(question, alone, [change]) ? change : null;
}

/** An absent part is an invention unless the finding is about it, the form of the answer is missing, or the owner wished it. */
function mayFill({ findings }: Question, { field, ruleId }: z.output<typeof Edit>): boolean {
  const own = findings.filter((finding) => finding.ruleId === ruleId);
  return (
    ruleId === WISH ||
    own.some((finding) => finding.field === field || (field === "output" && finding.dimension === "outputContract"))
  );
}

function applied(draft: Draft, changes: readonly Change[]): Draft | null {
  try {
    return applyChanges(draft, changes);
  } catch (error) {
    if (error instanceof ChangeMismatch) return null;
    throw error;
  }
}

/** Nothing programs rely on is lost, nothing is longer than agreed or than it may be stored, nothing is invented. */
function isSound(question: Question, enhanced: Draft, changes: readonly Change[]): boolean {
  const { draft, maxTokens, findings } = question;
  const after = composePrompt(enhanced);
  const isOfForm = ({ ruleId }: Change): boolean =>
    findings.some((finding) => finding.ruleId === ruleId && finding.dimension === "outputContract");
  const allowed = applied(draft, changes.filter(isOfForm));
  return (
    enhanced.task !== null &&
    estimateTokens(after) <= maxTokens &&
    after.isWellFormed() &&
    !after.includes("\0") &&
    PARTS.every((part) => (enhanced[part]?.length ?? 0) <= partMax(part)) &&
    provenIntact(draft, enhanced).intact &&
    allowed !== null &&
    !isInvented(question, enhanced, allowed)
  );
}
