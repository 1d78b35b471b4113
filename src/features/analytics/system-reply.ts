import { z } from "zod";
import { calls, count, share, start, UsageFigures } from "./replies.ts";
import { span } from "./schema.ts";

export const SystemAnalytics = z
  .object({
    ...span,
    people: z.object({
      total: count,
      new: count.meta({ description: "Opened in this time, and still there" }),
      active: count.meta({ description: "Who asked anything, or had a model called, in this time" }),
      suspended: count,
      byTier: z.object({ free: count, pro: count }),
    }),
    prompts: z.object({ total: count, new: count }),
    usage: UsageFigures.meta({ description: "Everybody's, people who are not known and people erased since included" }),
    models: z
      .array(z.object({ modelUsed: z.string(), share, ...calls }))
      .meta({ description: "The most called first; `share` is of all calls" }),
    buckets: z.array(
      z.object({ start, ...UsageFigures.shape, newPeople: count, activePeople: count, newPrompts: count }),
    ),
    queues: z
      .array(z.object({ name: z.string(), queued: count, active: count, failed: count }))
      .meta({ description: "As the queue counted them a few seconds ago" }),
    storage: z.object({
      databaseBytes: count,
      tables: z
        .array(z.object({ name: z.string(), bytes: count }))
        .meta({ description: "The largest, with their indexes" }),
    }),
  })
  .meta({ id: "SystemAnalytics" });
export type SystemAnalytics = z.output<typeof SystemAnalytics>;
