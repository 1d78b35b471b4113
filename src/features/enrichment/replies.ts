import { z } from "zod";
import { PROVIDERS } from "../../contract/ai.ts";
import { PARTS } from "../../contract/draft.ts";
import { DIMENSIONS, GRADES, SEVERITIES } from "./lint/index.ts";

const percent = z.int().min(0).max(100);
const Field = z.enum(PARTS);
const Severity = z.enum(SEVERITIES);
const Dimension = z.enum(DIMENSIONS);
const Span = z
  .tuple([z.int(), z.int()])
  .meta({ description: "Start and end (exclusive) in the field, in UTF-16 units" });
const Fix = z
  .object({ field: Field, span: Span, replacement: z.string(), description: z.string() })
  .meta({ id: "Fix", description: "The edit that removes the finding" });
const place = { ruleId: z.string(), severity: Severity, dimension: Dimension, field: Field, span: Span };

export const Validation = z
  .object({
    score: percent.meta({ description: "Weighted geometric mean of the dimensions under the caps of grave findings" }),
    grade: z.enum(GRADES),
    dimensions: z.record(Dimension, percent),
    findings: z.array(
      z.object({ ...place, message: z.string(), fix: Fix.optional(), question: z.string().optional() }),
    ),
    scoreVersion: z.int(),
    rulesHash: z.string().meta({ description: "Equal hashes make scores comparable" }),
  })
  .meta({ id: "Validation" });

export const Suggestions = z
  .object({
    score: percent,
    grade: z.enum(GRADES),
    suggestions: z
      .array(z.object({ ...place, message: z.string(), edit: Fix.nullable(), question: z.string().nullable() }))
      .meta({ description: "Most serious first, then what wins most" }),
  })
  .meta({ id: "Suggestions" });

const provider = z.enum([...PROVIDERS, "builtin"]);
const text = z.string().nullable();
export const Enhancement = z
  .object({
    id: z.uuid().nullable().meta({
      description:
        "What `/enrichment/apply` takes, for 24 hours; null where there is nothing to apply, or nothing to apply it to any more",
    }),
    status: z.enum(["improved", "already_good", "needs_input"]),
    enhanced: z.object({ role: text, task: text, context: text, requirements: text, style: text, output: text }),
    enhancedPrompt: z.string(),
    changes: z
      .array(
        z.object({
          id: z.string(),
          field: Field,
          before: z.string().meta({ description: 'Stands exactly once in the field; "" when the field was empty' }),
          after: z.string(),
          ruleId: z.string().meta({ description: "The finding it removes, or `instructions`" }),
          reason: z.string(),
          severity: Severity,
        }),
      )
      .meta({ description: "Each can be taken alone" }),
    diff: z.string().meta({ description: "Unified, one file a part" }),
    variables: z.object({ kept: z.array(z.string()), added: z.array(z.string()), removed: z.array(z.string()) }),
    questions: z.array(z.string()).meta({ description: "What only you can know" }),
    quality: z.object({ before: percent, after: percent }),
    model: z.string().meta({ description: "What wrote the answer" }),
    provider,
    requestedModel: text.meta({ description: "The model you named, when another one wrote the answer" }),
    notice: text.meta({ description: "Why another one did" }),
    usage: z.object({
      inputTokens: z.int().meta({
        description: "As the provider counts; estimated where it does not or cannot be right, 0 where `cached`",
      }),
      outputTokens: z.int(),
      costUsd: z.number().nullable().meta({ description: "By list price; null when that is not known" }),
    }),
    cached: z.boolean().meta({
      description: "Answered as within the last 24 hours, or together with an equal request: it cost nothing",
    }),
    processingTimeMs: z.int(),
    draftVersion: z.int().optional().meta({ description: "The new version of the prompt, where `save` made one" }),
  })
  .meta({ id: "Enhancement" });
export type Enhancement = z.output<typeof Enhancement>;
