import type { Failure } from "../../errors.ts";
import { asOutcome, ask, type BegunRun, type Owned, type Tally } from "./ask.ts";
import { Budget } from "./expectations/budget.ts";
import { checkPlain, isJudged } from "./expectations/check.ts";
import { type Check, checkOf, type Expectation, type JudgedExpectation } from "./expectations/expectation.ts";
import { questionFor, readVerdicts } from "./expectations/judge.ts";
import { judgeFor } from "./judge-choice.ts";

/** An answer, and the name of the provider that wrote it. */
export type Subject = { readonly run: BegunRun; readonly answer: string; readonly writer: string };
type Checked = { readonly checks: readonly Check[]; readonly failed: Failure | null };

/** All expectations in their order; `failed` is why some of them could not be judged. */
export async function checkAnswer(
  scope: Owned,
  subject: Subject,
  expectations: readonly Expectation[],
  tally: Tally,
): Promise<Checked> {
  const checks = new Map<Expectation, Check>();
  const budget = new Budget();
  for (const expectation of expectations) {
    if (!isJudged(expectation)) checks.set(expectation, await checkPlain(expectation, subject.answer, budget));
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
  const reply = await ask(scope, run, choice, questionFor(group, answer));
  kept.tally.add(reply.usage);
  const findings = readVerdicts(group, { answer, reply: reply.text, model: reply.model.id });
  for (const [index, expectation] of group.entries()) {
    const finding = findings[index];
    if (finding) kept.checks.set(expectation, checkOf(expectation, finding));
  }
}
