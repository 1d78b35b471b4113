import { z } from "zod";
import { PROVIDERS } from "../../contract/ai.ts";
import { RenderInput } from "../rendering/index.ts";
import { Model } from "../prompts/index.ts";

/** Long answers take longer than the 25 s a provider gets. */
const OUTPUT_TOKENS_MAX = 32_000;
const TEMPERATURE_MAX = 2;

/** Ids are part of cache tags, where they stand as Postgres writes them. */
export const PromptId = z.strictObject({ id: z.uuid().toLowerCase() });

export const RunInput = RenderInput.safeExtend({
  model: Model.exactOptional().meta({
    description: "An id or alias of `GET /enrichment/models`; the prompt's own unless set",
  }),
  maxOutputTokens: z.int().min(1).max(OUTPUT_TOKENS_MAX).exactOptional().meta({
    description: "Also for what the model thinks before it answers; 8,000 unless set, never more than the model's own",
  }),
  temperature: z.number().min(0).max(TEMPERATURE_MAX).exactOptional().meta({
    description: "Only for models that take one: see `capabilities` of `GET /enrichment/models`",
  }),
}).meta({ id: "RunInput" });
export type RunInput = z.output<typeof RunInput>;

const text = z.string().nullable();
export const Run = z
  .object({
    text: z.string(),
    promptId: z.uuid(),
    version: z.int(),
    label: text.meta({ description: "As it was asked for" }),
    model: z.string().meta({ description: "What wrote the answer" }),
    provider: z.enum(PROVIDERS),
    requestedModel: text.meta({ description: "The model you or the prompt named, when another one answered" }),
    notice: text.meta({ description: "Why another one did, or that the answer was cut off" }),
    usage: z.object({
      inputTokens: z.int().meta({ description: "As the provider counts" }),
      outputTokens: z.int(),
      costUsd: z.number().nullable().meta({ description: "By list price; null when that is not known" }),
    }),
    processingTimeMs: z.int(),
  })
  .meta({ id: "PromptRun" });
export type Run = z.output<typeof Run>;
