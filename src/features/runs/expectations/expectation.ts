import { z } from "zod";
import { Model } from "../../prompts/index.ts";
import { schemaFaults, SCHEMA_BYTES_MAX } from "./answer-schema.ts";
import { PATTERN_MAX } from "./pattern.ts";

const TEXT_MAX = 2_000;
const CRITERION_MAX = 1_000;

const not = z.boolean().default(false).meta({ description: "The opposite must be true" });

const Contains = z
  .strictObject({
    kind: z.literal("contains"),
    text: z.string().min(1).max(TEXT_MAX),
    ignoreCase: z.boolean().default(false),
    not,
  })
  .meta({ id: "ContainsExpectation", description: "The answer has this text somewhere" });

const Matches = z
  .strictObject({
    kind: z.literal("matches"),
    pattern: z
      .string()
      .min(1)
      .max(PATTERN_MAX)
      .meta({ description: "In RE2's syntax; it is looked for anywhere, `^` and `$` hold it to the ends" }),
    not,
  })
  .meta({ id: "MatchesExpectation", description: "A pattern occurs in the answer" });

const KeepsTo = z
  .strictObject({
    kind: z.literal("json_schema"),
    schema: z
      .record(z.string(), z.unknown())
      .superRefine((schema, context) => {
        for (const { path, message } of schemaFaults(schema)) {
          context.addIssue({ code: "custom", path: [...path], message });
        }
      })
      .meta({
        description: `JSON Schema (draft 2020-12) of at most ${SCHEMA_BYTES_MAX} bytes, without patterns and other documents`,
      }),
    not,
  })
  .meta({ id: "JsonSchemaExpectation", description: "The answer, or its first fenced block, is JSON of this form" });

const Judged = z
  .strictObject({
    kind: z.literal("judge"),
    criterion: z
      .string()
      .trim()
      .min(1)
      .max(CRITERION_MAX)
      .meta({ description: "What a reader could answer yes or no to" }),
    model: Model.exactOptional().meta({
      description: "Who judges; unset: the usual model of another provider than the writer's, where one is configured",
    }),
    not,
  })
  .meta({ id: "JudgeExpectation", description: "Another model says that it holds, and quotes the answer for it" });

export const Expectation = z
  .discriminatedUnion("kind", [Contains, Matches, KeepsTo, Judged])
  .meta({ id: "Expectation" });
export type Expectation = z.output<typeof Expectation>;
export type JudgedExpectation = z.output<typeof Judged>;

export const VERDICTS = ["holds", "fails", "unsure"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What came of one expectation; `about` says which one it was, also when the case is changed or gone by now. */
export const Check = z
  .object({
    kind: z.enum(["contains", "matches", "json_schema", "judge"]),
    not: z.boolean(),
    about: z.string(),
    passed: z.boolean(),
    verdict: z.enum(VERDICTS).meta({
      description:
        "Of the thing itself, before `not`. `unsure` never passes: a judge without a quote, a check too costly",
    }),
    reason: z.string().nullable(),
    evidence: z.string().nullable().meta({ description: "A judge's quote from the answer" }),
    model: z.string().nullable().meta({ description: "Who judged" }),
  })
  .meta({ id: "TestCheck" });
export type Check = z.output<typeof Check>;

const ABOUT_MAX = 200;
const REASON_MAX = 200;
const EVIDENCE_MAX = 300;
/** JSON may spell out what Postgres keeps in no text. */
const cut = (text: string, max: number): string => text.slice(0, max).toWellFormed().replaceAll("\0", "\u{FFFD}");

function aboutOf(expectation: Expectation): string {
  if (expectation.kind === "contains") return expectation.text;
  if (expectation.kind === "matches") return expectation.pattern;
  if (expectation.kind === "judge") return expectation.criterion;
  const { title } = expectation.schema;
  return typeof title === "string" ? title : "JSON Schema";
}

/** What was found out of an expectation, before it is known whether that is what was wanted. */
export type Finding = {
  readonly verdict: Verdict;
  readonly reason?: string | null;
  readonly evidence?: string | null;
  readonly model?: string | null;
};

export function checkOf(expectation: Expectation, { verdict, reason, evidence, model }: Finding): Check {
  const { kind, not } = expectation;
  return {
    kind,
    not,
    about: cut(aboutOf(expectation), ABOUT_MAX),
    passed: verdict === (not ? "fails" : "holds"),
    verdict,
    reason: reason ? cut(reason, REASON_MAX) : null,
    evidence: evidence ? cut(evidence, EVIDENCE_MAX) : null,
    model: model ?? null,
  };
}
