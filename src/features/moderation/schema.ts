import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { oneLine } from "../../contract/person-name.ts";

export const STATUSES = ["approved", "flagged", "removed"] as const;
export type Status = (typeof STATUSES)[number];

/** Room enough for a few sentences, and for one in a notification beside our own words. */
const REASON_MAX = 500;
const NOTE_MAX = 2_000;
/** What of a prompt's text a queue shows; a moderator opens the prompt for the rest. */
export const EXCERPT_MAX = 500;
/** Decisions shown of one prompt. */
export const HISTORY_MAX = 50;

const status = z.enum(STATUSES);
const instant = z.iso.datetime();

export const Decision = z
  .object({
    id: z.uuid(),
    status,
    previousStatus: status,
    reason: z.string().nullable().meta({ description: "What its owner was told" }),
    decidedAt: instant,
    isFinal: z.boolean().meta({ description: "It answers a note of the owner's, who has no other" }),
    appeal: z.object({ note: z.string(), at: instant }).nullable().meta({ description: "The owner's note" }),
  })
  .meta({ id: "ModerationDecision" });
export type Decision = z.output<typeof Decision>;

/** For its owner: what was decided, and whether a note can be written. */
export const Moderation = z
  .object({ status, decision: Decision.nullable(), mayAppeal: z.boolean() })
  .meta({ id: "Moderation" });
export type Moderation = z.output<typeof Moderation>;

const queued = {
  id: z.uuid(),
  userId: z.uuid().meta({ description: "The owner" }),
  title: z.string(),
  description: z.string().nullable(),
  category: z.string(),
  tags: z.array(z.string()),
  excerpt: z.string().meta({ description: `The first ${EXCERPT_MAX} characters` }),
  isPublic: z.boolean(),
  status,
  version: z.int(),
  viewCount: z.int(),
  createdAt: instant,
  publishedAt: instant.nullable(),
  decision: Decision.nullable().meta({ description: "The one that holds; null when nobody has decided" }),
};
export const QueuedPrompt = z.object(queued).meta({ id: "QueuedPrompt" });
export type QueuedPrompt = z.output<typeof QueuedPrompt>;
export const QueuedPromptPage = pageOf(QueuedPrompt).meta({ id: "QueuedPromptPage" });

export const ModeratedPrompt = z
  .object({
    ...queued,
    text: z.string().meta({ description: "All of it, as it would be rendered" }),
    decisions: z.array(Decision).meta({ description: `The newest ${HISTORY_MAX}, newest first` }),
  })
  .meta({ id: "ModeratedPrompt" });
export type ModeratedPrompt = z.output<typeof ModeratedPrompt>;

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
export const QueueQuery = z.strictObject({
  ...PageQuery.shape,
  status: status.optional(),
  appealed: flag.optional().meta({ description: "`true`: those whose owner wrote a note that nobody has answered" }),
  decided: flag.optional().meta({ description: "`false`: those nobody has decided about" }),
  userId: z.uuid().optional().meta({ description: "Of one owner" }),
});
export type QueueQuery = z.output<typeof QueueQuery>;

export const PromptId = z.strictObject({ id: z.uuid() });

export const Verdict = z
  .strictObject({
    status,
    reason: z
      .string()
      .trim()
      .transform((text) => text.replaceAll(/\s+/g, " "))
      .pipe(oneLine(REASON_MAX))
      .exactOptional()
      .meta({
        description:
          "One line without control or invisible characters. The owner is told it; wanted for `flagged` and `removed`",
        minLength: 1,
        maxLength: REASON_MAX,
      }),
  })
  .refine((verdict) => verdict.status === "approved" || verdict.reason !== undefined, {
    message: "is wanted for flagged and removed",
    path: ["reason"],
  })
  .meta({ id: "Verdict" });
export type Verdict = z.output<typeof Verdict>;

export const Appeal = z
  .strictObject({
    note: z.string().trim().min(1).max(NOTE_MAX).meta({ description: "For the administrators; one a decision" }),
  })
  .meta({ id: "Appeal" });
export type Appeal = z.output<typeof Appeal>;
