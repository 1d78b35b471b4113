import { z } from "zod";
import { PROMPT_GROUPS, span } from "./schema.ts";

export const count = z.int().min(0);
const milliseconds = z.number().min(0).nullable();
export const share = z.number().min(0).max(1).nullable();
export const usd = z.number().meta({ description: "By list price, failed calls too" });
export const start = z.iso.datetime();

export const Durations = z.object({ p50: milliseconds, p95: milliseconds, p99: milliseconds }).meta({
  id: "Durations",
  description: "Percentiles by nearest rank in milliseconds, at most 9.6 % off; null without any",
});

const requests = {
  requests: count,
  failedRequests: count.meta({ description: "Answered with a status from 400 on" }),
};
export const calls = { modelCalls: count, failedModelCalls: count, tokensUsed: count, costUsd: usd };
const successRate = share.meta({ description: "0 to 1; null without any" });

const usage = { ...requests, successRate, ...calls, processingTimeMs: Durations };
export const UsageFigures = z.object(usage).meta({ id: "UsageFigures" });
export const UsageAnalytics = z
  .object({
    ...span,
    totals: UsageFigures.meta({ description: "Durations are of requests, not of calls of models" }),
    buckets: z.array(z.object({ start, ...usage })).meta({ description: "Every stretch of time, also without any" }),
    operations: z
      .array(z.object({ actionType: z.string(), ...requests, successRate, processingTimeMs: Durations }))
      .meta({ description: "The most used first" }),
  })
  .meta({ id: "UsageAnalytics" });
export type UsageAnalytics = z.output<typeof UsageAnalytics>;

const own = { ...calls, successRate, processingTimeMs: Durations };
export const ModelAnalytics = z
  .object({
    ...span,
    totals: z.object(own),
    buckets: z.array(z.object({ start, ...own })),
    models: z
      .array(z.object({ modelUsed: z.string(), share, ...own }))
      .meta({ description: "The most called first; `share` is of all calls" }),
  })
  .meta({ id: "ModelAnalytics" });
export type ModelAnalytics = z.output<typeof ModelAnalytics>;

const quality = z.number().min(0).max(100).nullable();
const use = { ...requests, ...own };
export const PromptAnalytics = z
  .object({
    ...span,
    groupBy: z.enum(PROMPT_GROUPS),
    totals: z.object(use).meta({ description: "Success and durations are of calls of models" }),
    buckets: z.array(
      z.object({
        start,
        ...use,
        versionsWritten: count,
        averageQuality: quality.meta({ description: "Of the versions written then, 0 to 100; null without any" }),
      }),
    ),
    prompts: z
      .array(
        z.object({
          promptId: z.uuid(),
          title: z.string().nullable().meta({ description: "Null when the prompt is gone" }),
          version: z.int().nullable().meta({ description: "With `groupBy=version`; null where none was told" }),
          label: z.string().nullable().meta({ description: "With `groupBy=label`; null where none was asked for" }),
          qualityScore: quality.meta({ description: "Of this version, or of the newest one; null when it is gone" }),
          ...use,
        }),
      )
      .meta({ description: "The most used first" }),
    quality: z
      .array(z.object({ promptId: z.uuid(), version: z.int(), qualityScore: z.number(), createdAt: z.iso.datetime() }))
      .meta({ description: "Versions written in this time, the newest first, a thousand at most" }),
  })
  .meta({ id: "PromptAnalytics" });
export type PromptAnalytics = z.output<typeof PromptAnalytics>;

const Change = z.object({
  current: z.number(),
  previous: z.number(),
  change: z.number(),
  changeRate: z.number().nullable().meta({ description: "1 is twice as much; null when there was none before" }),
});
const Mover = z.object({ name: z.string(), title: z.string().nullable(), ...Change.shape });
const average = z.number().meta({ description: "Over this stretch and the six before it" });

export const TrendAnalytics = z
  .object({
    ...span,
    previousFrom: z.iso.datetime().meta({ description: "As many stretches before `from` are compared with" }),
    metrics: z.object({
      ...({ requests: Change, failedRequests: Change, modelCalls: Change, failedModelCalls: Change } as const),
      ...({ tokensUsed: Change, costUsd: Change } as const),
    }),
    buckets: z.array(
      z.object({
        start,
        ...({ requests: count, modelCalls: count, costUsd: usd } as const),
        movingAverage: z.object({ requests: average, modelCalls: average, costUsd: average }),
      }),
    ),
    movers: z
      .object({ operations: z.array(Mover), models: z.array(Mover), prompts: z.array(Mover) })
      .meta({ description: "What changed most: requests of operations, calls of models, both of prompts" }),
  })
  .meta({ id: "TrendAnalytics" });
export type TrendAnalytics = z.output<typeof TrendAnalytics>;
