import { z } from "zod";
import { PARTS } from "../../contract/draft.ts";
import { Model } from "../prompts/index.ts";

/** Each is judged and saved while the caller waits. */
export const PROMPTS_MAX = 100;

export const MigrationInput = z
  .strictObject({
    from: Model.meta({ description: "The model to leave, by its id or an alias; every alias counts" }),
    to: Model.exactOptional().meta({ description: "The model to go to; its replacement, unless you say otherwise" }),
    promptIds: z
      .array(z.uuid().toLowerCase())
      .min(1)
      .max(PROMPTS_MAX)
      .exactOptional()
      .meta({ description: "Which of your prompts" }),
    all: z
      .literal(true)
      .exactOptional()
      .meta({
        description: `All of your prompts for that model, ${PROMPTS_MAX} a call; \`next\` says where the rest begins`,
      }),
    after: z
      .uuid()
      .toLowerCase()
      .exactOptional()
      .meta({ description: "With `all`: goes on behind this prompt, the `next` of the answer before" }),
    dryRun: z.boolean().default(false).meta({ description: "Say what would be done, and do nothing" }),
  })
  .refine(({ promptIds, all }) => (promptIds === undefined) !== (all === undefined), {
    message: "Give either promptIds or all",
  })
  .refine(({ after, all }) => after === undefined || all !== undefined, { message: "goes with all", path: ["after"] })
  .meta({ id: "ModelMigrationInput" });
export type MigrationInput = z.output<typeof MigrationInput>;

const Finding = z.object({
  ruleId: z.string(),
  severity: z.enum(["error", "warning", "suggestion"]),
  field: z.enum(PARTS),
  span: z.tuple([z.int(), z.int()]).meta({ description: "Start and end (exclusive) in the field, in UTF-16 units" }),
  message: z.string(),
});

export const MIGRATION_STATUSES = ["migrated", "would_migrate", "unchanged", "refused"] as const;

const MigratedPrompt = z
  .object({
    promptId: z.uuid(),
    title: z.string(),
    status: z.enum(MIGRATION_STATUSES).meta({
      description:
        "`unchanged`: it is written for another model already. `refused`: it could not be saved, `problem` says why",
    }),
    previousVersion: z.int().meta({ description: "The version that was the newest" }),
    version: z.int().meta({ description: "The newest version now; in a dry run the one there would be" }),
    selectedModel: z.string(),
    findings: z.array(Finding).meta({ description: "What the linter says of this prompt on the new model" }),
    labels: z
      .array(z.object({ label: z.string(), version: z.int() }))
      .meta({ description: "Labels that still stand on a version for the old model: they stay until you move them" }),
    problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: "MigratedPrompt" });
export type MigratedPrompt = z.output<typeof MigratedPrompt>;

export const Migration = z
  .object({
    from: z.string(),
    to: z.string(),
    dryRun: z.boolean(),
    prompts: z.array(MigratedPrompt),
    next: z.uuid().nullable().meta({
      description: "With `all`: send it as `after` for those behind; null when these were the last",
    }),
    remaining: z.int().meta({ description: "Prompts of yours that are still written for `from`" }),
  })
  .meta({ id: "ModelMigration" });
export type Migration = z.output<typeof Migration>;
