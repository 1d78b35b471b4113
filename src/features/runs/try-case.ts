import type { Db } from "../../db/database.ts";
import { Failure, type FailureCode } from "../../errors.ts";
import { chooseModel } from "../models/index.ts";
import { renderPrompt } from "../rendering/index.ts";
import { asOutcome, ask, type BegunRun, type Owned, Tally } from "./ask.ts";
import { storedExpectations, storedVariables } from "./case-schema.ts";
import { checkAnswer } from "./check-answer.ts";
import { type Draft, draftFor, draftOf } from "./draft.ts";
import { isJudged } from "./expectations/check.ts";
import type { Check } from "./expectations/expectation.ts";
import { keepDraft, type NewResult, type nextCase } from "./job-queries.ts";
import { OUTPUT_TOKENS_DEFAULT, requireRoom, sides } from "./sides.ts";

/** As much of an answer is kept, and checked. */
const ANSWER_MAX = 50_000;
const FAILURE_MAX = 300;
/** What the next case would meet as well. */
const ENDING: readonly FailureCode[] = ["quota_exhausted", "feature_disabled", "not_found"];

type Case = NonNullable<ReturnType<typeof nextCase>["row"]>;
/** `owner` asks and reads in the name of whose run it is; what comes of it is written by the job (`jobs`). */
export type Trying = {
  readonly owner: Owned;
  readonly jobs: Pick<Db, "rows">;
  readonly mine: { readonly runId: string; readonly worker: string };
  readonly run: BegunRun;
};
type Tried = {
  /** Null when nothing can be said of the case: the prompt is gone. */
  readonly result: Omit<NewResult, "runId"> | null;
  /** Why the run is over; null while it goes on. */
  readonly ends: string | null;
};
type Found = {
  readonly tally: Tally;
  answer: string | null;
  checks: readonly Check[];
  failed: Failure | null;
  /** What another worker took for the answer. */
  earlierMs: number;
};

/** Renders the prompt with the values of a case, asks for the answer, and checks it; "no place" among the calls under way. */
export async function tryCase(trying: Trying, testCase: Case): Promise<Tried | "no place"> {
  const startedAt = performance.now();
  const found: Found = { tally: new Tally(), answer: null, checks: [], failed: null, earlierMs: 0 };
  try {
    const gone = await find(trying, testCase, found);
    if (gone !== null) return { result: null, ends: gone };
  } catch (error) {
    trying.owner.signal.throwIfAborted();
    if (error instanceof Failure && error.code === "overloaded") return "no place";
    found.failed = asOutcome(trying.owner, error);
  }
  return outcomeOf(testCase, found, performance.now() - startedAt);
}

function outcomeOf(testCase: Case, { tally, answer, checks, failed, earlierMs }: Found, tookMs: number): Tried {
  const { inputTokens, outputTokens, costUsd } = tally;
  const failure = failed && failed.message.slice(0, FAILURE_MAX).toWellFormed();
  const result = {
    caseId: testCase.id,
    name: testCase.name,
    passed: failed === null && checks.every(({ passed }) => passed),
    answer,
    checks: JSON.stringify(checks),
    failure,
    inputTokens,
    outputTokens,
    costUsd,
    durationMs: Math.round(tookMs + earlierMs),
  };
  const isLast =
    failed && (ENDING.includes(failed.code) || (answer === null && failed.code === "provider_not_configured"));
  return { result, ends: isLast ? failure : null };
}

/** Fills in what is found, as far as it comes. Why there is nothing to be found any more, else null. */
async function find(trying: Trying, testCase: Case, found: Found): Promise<string | null> {
  const { owner, run } = trying;
  const kept = draftFor(testCase, run.draft);
  const draft = kept ?? (await answerTo(trying, testCase));
  if ("gone" in draft) return draft.gone;
  found.answer = draft.answer;
  found.tally.add(draft.usage);
  if (kept) found.earlierMs = kept.durationMs;
  const { answer, writer } = draft;
  const expectations = storedExpectations(testCase.expectations);
  const judged = await checkAnswer(owner, { run, answer, writer }, expectations, found.tally);
  found.checks = judged.checks;
  found.failed = judged.failed;
  return null;
}

async function answerTo(
  { owner, jobs, mine, run }: Trying,
  testCase: Case,
): Promise<Draft | { readonly gone: string }> {
  const startedAt = performance.now();
  const question = await questionOf(owner, run, testCase);
  if ("gone" in question) return question;
  const choice = await chooseModel(owner, run.model);
  requireRoom(choice.model, question);
  const { text, usage, model } = await ask(owner, run, choice, question);
  const answer = text.slice(0, ANSWER_MAX).toWellFormed().replaceAll("\0", "\u{FFFD}");
  const durationMs = Math.round(performance.now() - startedAt);
  const draft = draftOf(testCase, { answer, writer: model.provider, usage, durationMs });
  const isToBeJudged = storedExpectations(testCase.expectations).some(isJudged);
  if (isToBeJudged) await jobs.rows(keepDraft({ ...mine, draft: JSON.stringify(draft) }));
  return draft;
}

type Question = ReturnType<typeof sides> & { readonly maxOutputTokens: number };

async function questionOf(
  scope: Owned,
  { prompt_id: id, version }: BegunRun,
  { variables }: Case,
): Promise<Question | { readonly gone: string }> {
  try {
    const { messages } = await renderPrompt(scope, id, { variables: storedVariables(variables), version });
    return { ...sides(messages), maxOutputTokens: OUTPUT_TOKENS_DEFAULT };
  } catch (error) {
    if (error instanceof Failure && error.code === "not_found") return { gone: "The prompt is not there any more" };
    throw error;
  }
}
