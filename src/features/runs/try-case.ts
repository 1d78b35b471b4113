import { Failure, type FailureCode } from "../../errors.ts";
import type { Scope } from "../../scope.ts";
import { callModel, type ModelAnswer } from "../enrichment/index.ts";
import { chooseModel } from "../models/index.ts";
import { renderPrompt } from "../rendering/index.ts";
import { storedExpectations, storedVariables } from "./case-schema.ts";
import { checkPlain, isJudged } from "./expectations/check.ts";
import { type Check, checkOf, type Expectation, type JudgedExpectation } from "./expectations/expectation.ts";
import { questionFor, readVerdicts } from "./expectations/judge.ts";
import type { beginRun, NewResult, nextCase } from "./job-queries.ts";
import { judgeFor } from "./judge-choice.ts";
import { OUTPUT_TOKENS_DEFAULT, sides } from "./run.ts";

/** As much of an answer is kept, and checked. */
const ANSWER_MAX = 50_000;
const FAILURE_MAX = 300;
/** What the next case would meet as well. */
const ENDING: readonly FailureCode[] = ["quota_exhausted", "feature_disabled", "not_found"];
/** The database's trouble is not the case's: the job is tried again. */
const OURS: readonly FailureCode[] = ["unavailable", "internal"];

/** A job on behalf of one person. */
export type Owned = Omit<Scope<null>, "actor"> & { readonly actor: { readonly userId: string } };
type Run = NonNullable<ReturnType<typeof beginRun>["row"]>;
type Case = NonNullable<ReturnType<typeof nextCase>["row"]>;
type Tried = {
  /** Null when nothing can be said of the case: the prompt is gone. */
  readonly result: Omit<NewResult, "runId"> | null;
  /** Why the run is over; null while it goes on. */
  readonly ends: string | null;
};

/** What a case takes, added up as it goes, so that a case that fails half way still says it. */
class Tally {
  inputTokens = 0;
  outputTokens = 0;
  costUsd = 0;
  add({ usage }: ModelAnswer): void {
    this.inputTokens += usage.inputTokens;
    this.outputTokens += usage.outputTokens;
    this.costUsd += usage.costUsd ?? 0;
  }
}

/** Renders the prompt with the values of a case, asks for the answer, and checks it. */
export async function tryCase(scope: Owned, run: Run, testCase: Case): Promise<Tried> {
  const startedAt = performance.now();
  const tally = new Tally();
  let [answer, checks]: [string | null, readonly Check[]] = [null, []];
  let failed: Failure | null = null;
  try {
    const asked = await questionOf(scope, run, testCase);
    if ("gone" in asked) return { result: null, ends: asked.gone };
    const said = await call(scope, run, asked);
    tally.add(said);
    answer = said.text.slice(0, ANSWER_MAX).toWellFormed().replaceAll("\0", "\u{FFFD}");
    const judged = await checkAll(scope, { run, answer, writer: said.model.provider }, testCase, tally);
    ({ checks, failed } = judged);
  } catch (error) {
    failed = asOutcome(scope, error);
  }
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
    durationMs: Math.round(performance.now() - startedAt),
  };
  const isLast =
    failed && (ENDING.includes(failed.code) || (answer === null && failed.code === "provider_not_configured"));
  return { result, ends: isLast ? failure : null };
}

/** A failure that belongs to the case. Anything else is thrown on: a bug, a database that is away, a worker that stops. */
function asOutcome({ signal }: Owned, error: unknown): Failure {
  signal.throwIfAborted();
  if (!(error instanceof Failure) || OURS.includes(error.code)) throw error;
  if (error.code !== "not_found") return error;
  return new Failure("not_found", { detail: "The account is closed or suspended" });
}

async function questionOf(scope: Owned, { prompt_id: id, version }: Run, { variables }: Case) {
  try {
    const { messages } = await renderPrompt(scope, id, { variables: storedVariables(variables), version });
    return { ...sides(messages), maxOutputTokens: OUTPUT_TOKENS_DEFAULT };
  } catch (error) {
    if (error instanceof Failure && error.code === "not_found") return { gone: "The prompt is not there any more" };
    throw error;
  }
}

type Asked = Parameters<typeof callModel>[1]["completion"];
async function call(scope: Owned, run: Run, completion: Asked, choice?: Parameters<typeof callModel>[1]["choice"]) {
  return callModel(
    { ...scope, actor: null },
    {
      kind: "test",
      userId: run.user_id,
      choice: choice ?? (await chooseModel(scope, run.model)),
      promptId: run.prompt_id,
      completion,
    },
  );
}

type Subject = { readonly run: Run; readonly answer: string; readonly writer: string };

/** All expectations in their order; `failed` is why some of them could not be judged. */
async function checkAll(scope: Owned, subject: Subject, testCase: Case, tally: Tally) {
  const expectations = storedExpectations(testCase.expectations);
  const checks = new Map<Expectation, Check>();
  for (const expectation of expectations) {
    if (!isJudged(expectation)) checks.set(expectation, await checkPlain(expectation, subject.answer));
  }
  let failed: Failure | null = null;
  for (const [model, group] of Map.groupBy(expectations.filter(isJudged), (one) => one.model)) {
    try {
      await judge(scope, subject, { model, group }, { checks, tally });
    } catch (error) {
      failed = asOutcome(scope, error);
      for (const one of group) checks.set(one, checkOf(one, { verdict: "unsure", reason: failed.message }));
    }
  }
  return { checks: expectations.flatMap((one) => checks.get(one) ?? []), failed };
}

type Judging = { readonly model: string | undefined; readonly group: readonly JudgedExpectation[] };
type Kept = { readonly checks: Map<Expectation, Check>; readonly tally: Tally };

async function judge(scope: Owned, { run, answer, writer }: Subject, { model, group }: Judging, kept: Kept) {
  const choice = await judgeFor(scope, model, writer);
  const reply = await call(scope, run, questionFor(group, answer), choice);
  kept.tally.add(reply);
  const findings = readVerdicts(group, { answer, reply: reply.text, model: reply.model.id });
  for (const [index, expectation] of group.entries()) {
    const finding = findings[index];
    if (finding) kept.checks.set(expectation, checkOf(expectation, finding));
  }
}
