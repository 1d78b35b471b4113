import { z } from "zod";
import { PROVIDERS } from "../../contract/ai.ts";
import { PARTS } from "../../contract/draft.ts";
import { DIMENSIONS, GRADES, SEVERITIES } from "./lint/index.ts";
import { MODEL_STATUSES } from "./models.ts";

export const LONG_PART_MAX = 50_000;
export const PART_MAX = 20_000;
const INSTRUCTIONS_MAX = 2_000;
const TITLE_MAX = 200;
const MODEL_MAX = 100;
/** A query string travels in the request line, which servers and proxies cut at 8 to 16 kB. */
const QUERY_TEXT_MAX = 4_000;

const said = (max: number, description: string) => z.string().trim().min(1).max(max).meta({ description });
const part = (max: number, description: string) => z.string().trim().max(max).exactOptional().meta({ description });

const PromptId = z.uuid().exactOptional().meta({ description: "One of your own prompts" });
const source = {
  promptId: PromptId,
  text: said(LONG_PART_MAX, "A prompt in one piece; it is read as the task").exactOptional(),
  role: part(PART_MAX, "Who the model shall be"),
  task: said(LONG_PART_MAX, "What the model shall do; required among the parts").exactOptional(),
  context: part(LONG_PART_MAX, "What the model must know"),
  requirements: part(PART_MAX, "What the answer must keep to"),
  style: part(PART_MAX, "How the answer shall sound"),
  output: part(PART_MAX, "What form the answer shall have"),
};
const Model = said(MODEL_MAX, "An id or alias of `GET /enrichment/models`").exactOptional();

type Sources = { readonly [Name in keyof typeof source]?: string };

/** The three ways to name a prompt exclude each other. */
function requireOneSource(value: Sources, context: z.RefinementCtx): void {
  const hasParts = PARTS.some((name) => value[name] !== undefined);
  const given = [value.promptId !== undefined, value.text !== undefined, hasParts].filter(Boolean).length;
  const message = "Give exactly one of promptId, text, or the parts of a prompt (task and others)";
  if (given !== 1) context.addIssue({ code: "custom", message });
  else if (hasParts && value.task === undefined) {
    context.addIssue({ code: "custom", path: ["task"], message: "is required among the parts" });
  }
}

export const ValidateInput = z
  .strictObject({ ...source, title: said(TITLE_MAX, "Checked for secrets as well").exactOptional(), model: Model })
  .superRefine(requireOneSource)
  .meta({ id: "ValidateInput" });
export type ValidateInput = z.output<typeof ValidateInput>;

export const EnhanceInput = z
  .strictObject({
    ...source,
    model: Model,
    instructions: said(
      INSTRUCTIONS_MAX,
      "Wishes for the rewriting. A model follows them; the built-in engine, which only makes provable repairs, cannot",
    ).exactOptional(),
    maxTokenGrowth: z.number().min(1).max(4).exactOptional().meta({
      description:
        "How many times its (estimated) tokens the prompt may grow to. Unset: twice, and always by 60 tokens, so that a short prompt can be completed",
    }),
  })
  .superRefine(requireOneSource)
  .meta({ id: "EnhanceInput" });
export type EnhanceInput = z.output<typeof EnhanceInput>;

export const SuggestionsQuery = z
  .strictObject({ promptId: PromptId, text: said(QUERY_TEXT_MAX, "A prompt in one piece").exactOptional() })
  .superRefine(requireOneSource);
export type SuggestionsQuery = z.output<typeof SuggestionsQuery>;

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
const CatalogueModel = z
  .object({
    id: z.string(),
    provider,
    aliases: z.array(z.string()),
    contextWindow: z.int().nullable().meta({ description: "Tokens; null when not known" }),
    maxOutputTokens: z.int().nullable(),
    prices: z
      .object({ input: z.number(), output: z.number() })
      .nullable()
      .meta({
        description: "List price in USD per million tokens; may lag behind the provider's; null when not known",
      }),
    capabilities: z.object({ structuredOutput: z.boolean(), streaming: z.boolean(), temperature: z.boolean() }),
    status: z.enum(MODEL_STATUSES),
    retiresOn: z.iso.date().nullable(),
    replacement: z.string().nullable(),
    configured: z.boolean().meta({ description: "Whether this server holds a key of its provider" }),
  })
  .meta({ id: "CatalogueModel" });

export const Catalogue = z
  .object({ data: z.array(CatalogueModel), defaultModel: z.string() })
  .meta({ id: "ModelCatalogue" });

const text = z.string().nullable();
export const Enhancement = z
  .object({
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
      inputTokens: z.int(),
      outputTokens: z.int(),
      costUsd: z.number().nullable().meta({ description: "By list price; null when that is not known" }),
    }),
    cached: z.boolean(),
    processingTimeMs: z.int(),
  })
  .meta({ id: "Enhancement" });
export type Enhancement = z.output<typeof Enhancement>;
