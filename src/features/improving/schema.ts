import { z } from "zod";
import { Enhancement } from "../enrichment/index.ts";

const CHANGE_ID_MAX = 64;
/** More than an enhancement has. */
const CHANGES_MAX = 50;
const MESSAGE_MAX = 500;

export const ApplyInput = z
  .strictObject({
    enhancementId: z.uuid().meta({ description: "The `id` of an enhancement of yours, made within the last 24 hours" }),
    changes: z
      .array(z.string().min(1).max(CHANGE_ID_MAX))
      .min(1)
      .max(CHANGES_MAX)
      .meta({ description: "Ids of those to accept" }),
    message: z
      .string()
      .trim()
      .max(MESSAGE_MAX)
      .exactOptional()
      .meta({ description: "Why; kept with the version, which says what was applied where you say nothing" }),
  })
  .meta({ id: "ApplyInput" });
export type ApplyInput = z.output<typeof ApplyInput>;

const { enhanced, enhancedPrompt, quality } = Enhancement.shape;
export const Application = z
  .object({
    promptId: z.uuid().nullable().meta({ description: "Null for text that came with the request: nothing is stored" }),
    version: z.int().nullable().meta({
      description: "Of the prompt; a new one unless it held the changes already",
    }),
    changes: z.array(z.string()).meta({ description: "Those that are in it now" }),
    enhanced,
    enhancedPrompt,
    quality,
  })
  .meta({ id: "Application" });
export type Application = z.output<typeof Application>;
