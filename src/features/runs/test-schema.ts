import { z } from "zod";
import { pageOf } from "../../contract/page.ts";
import { ReadableLabel } from "../labels/index.ts";
import { Model } from "../prompts/index.ts";
import { Check } from "./expectations/expectation.ts";

const VERSION_MAX = 2_147_483_647;
/** The whole answer is in the account's export. */
export const ANSWER_SHOWN_MAX = 8_000;

const id = z.uuid().toLowerCase();
export const TestRunId = z.strictObject({ id, runId: id });
export type TestRunId = z.output<typeof TestRunId>;

const version = z.int().min(1).max(VERSION_MAX);
const model = Model.exactOptional();
export const TestRunInput = z
  .strictObject({
    label: ReadableLabel.exactOptional(),
    version: version.exactOptional(),
    model: model.meta({ description: "What answers; the version's own model unless set" }),
  })
  .refine((value) => value.label === undefined || value.version === undefined, "wants a label or a version, not both")
  .meta({ id: "TestRunInput" });
export type TestRunInput = z.output<typeof TestRunInput>;

const count = z.int().min(0);
const usd = z.number().meta({ description: "By list price; calls of models without one count 0" });
const failure = z.string().nullable();
export const TestRun = z
  .object({
    id: z.uuid(),
    promptId: z.uuid(),
    version: z.int(),
    model: z.string(),
    state: z.enum(["queued", "running", "done", "failed"]),
    cases: count.meta({ description: "How many there were when it was asked for" }),
    passed: count,
    failed: count.meta({ description: "Together with `passed`: how many are done" }),
    failure: failure.meta({ description: "Why it ended early; what was done until then is kept" }),
    inputTokens: count,
    outputTokens: count,
    costUsd: usd,
    durationMs: count.meta({ description: "Of all its cases together" }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "TestRun" });
export type TestRun = z.output<typeof TestRun>;
export const TestRunPage = pageOf(TestRun).meta({ id: "TestRunPage" });

const TestResult = z
  .object({
    caseId: z.uuid(),
    name: z.string().meta({ description: "As the case was called then" }),
    passed: z.boolean(),
    failure: failure.meta({ description: "Why there is no answer, or why it could not be judged" }),
    answer: z
      .string()
      .nullable()
      .meta({ description: `Its first ${ANSWER_SHOWN_MAX} characters` }),
    answerCharacters: count,
    checks: z.array(Check),
    inputTokens: count,
    outputTokens: count,
    costUsd: usd,
    durationMs: count,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "TestResult" });
export type TestResult = z.output<typeof TestResult>;

export const TestRunWithResults = z
  .object({ ...TestRun.shape, results: z.array(TestResult) })
  .meta({ id: "TestRunWithResults" });
export type TestRunWithResults = z.output<typeof TestRunWithResults>;

const queryVersion = z.coerce.number().int().min(1).max(VERSION_MAX);
export const CompareQuery = z.strictObject({
  from: queryVersion.exactOptional().meta({ description: "A version; unset: the last one tested before that of `to`" }),
  to: queryVersion.exactOptional().meta({ description: "Another version; unset: the one tested last" }),
  model: model.meta({ description: "Only runs on this model" }),
});
export type CompareQuery = z.output<typeof CompareQuery>;

export const CASE_VERDICTS = ["better", "worse", "same", "unjudged", "only_from", "only_to"] as const;
const isPassed = z.boolean().nullable().meta({ description: "Null: the case was not in that run" });
const difference = (unit: string) =>
  z
    .object({ from: z.number(), to: z.number(), difference: z.number() })
    .meta({ description: `${unit} of the cases both runs have; below 0 is less than before` });
export const TestComparison = z
  .object({
    from: TestRun,
    to: TestRun,
    counts: z.object({ better: count, worse: count, same: count, unjudged: count, onlyFrom: count, onlyTo: count }),
    costUsd: difference("Cost in USD"),
    durationMs: difference("Time in milliseconds"),
    cases: z.array(
      z.object({
        caseId: z.uuid(),
        name: z.string(),
        from: isPassed,
        to: isPassed,
        verdict: z.enum(CASE_VERDICTS).meta({
          description:
            "`unjudged`: one of them got no answer, or one that could not be judged, which says nothing of the prompt",
        }),
        changed: z.boolean().meta({
          description: "The case was edited or deleted since the earlier run, so both may not have been asked the same",
        }),
      }),
    ),
  })
  .meta({ id: "TestComparison" });
export type TestComparison = z.output<typeof TestComparison>;
