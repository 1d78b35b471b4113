import { z } from "zod";
import { GRANULARITIES } from "./zone.ts";
import { PERIOD } from "./period.ts";

const THINGS_MAX = 100;
/** The columns hold longer names than any operation or model has. */
const NAME_MAX = 100;

export const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(THINGS_MAX)
  .default(20)
  .meta({ description: "How many are listed" });
const name = z.string().min(1).max(NAME_MAX);

export const UsageQuery = z.strictObject({
  ...PERIOD,
  actionType: name
    .optional()
    .meta({ description: "One operation only, `renderPrompt`; calls of models are left out then" }),
  limit,
});
export type UsageQuery = z.output<typeof UsageQuery>;

export const ModelsQuery = z.strictObject({
  ...PERIOD,
  model: name.optional().meta({ description: "Calls of this model only" }),
  promptId: z.uuid().optional().meta({ description: "Calls for this prompt only" }),
  limit,
});
export type ModelsQuery = z.output<typeof ModelsQuery>;

export const PROMPT_GROUPS = ["prompt", "version", "label"] as const;
export const PromptsQuery = z.strictObject({
  ...PERIOD,
  promptId: z.uuid().optional().meta({ description: "This prompt only" }),
  groupBy: z
    .enum(PROMPT_GROUPS)
    .default("prompt")
    .meta({ description: "`version` tells the versions of prompts apart, `label` the labels they were asked for by" }),
  limit,
});
export type PromptsQuery = z.output<typeof PromptsQuery>;

export const TrendsQuery = z.strictObject({
  ...PERIOD,
  limit: z.coerce.number().int().min(1).max(THINGS_MAX).default(5).meta({ description: "Movers of each kind" }),
});
export type TrendsQuery = z.output<typeof TrendsQuery>;

export const SystemQuery = z.strictObject(PERIOD);
export type SystemQuery = z.output<typeof SystemQuery>;

export const REPORTS = ["usage", "prompts", "models"] as const;
export const ReportQuery = z.strictObject({
  ...PERIOD,
  report: z.enum(REPORTS).default("usage").meta({ description: "By operation, by prompt, or by model" }),
  format: z.enum(["csv", "json"]).default("csv"),
});
export type ReportQuery = z.output<typeof ReportQuery>;

export const span = {
  from: z.iso.datetime().meta({ description: "Where the first hour, day, week or month begins" }),
  to: z.iso.datetime().meta({ description: "Where the last one ends" }),
  granularity: z.enum(GRANULARITIES),
  timezone: z.string(),
};
