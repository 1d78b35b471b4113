import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { LabelName } from "./label.ts";

const VERSION_MAX = 2_147_483_647;
const REASON_MAX = 500;
/** More than any release process has stages. */
export const PROTECTED_LABELS_MAX = 50;

/** Tags of caches and ETags hold it as Postgres writes it. */
const promptId = z.uuid().toLowerCase();
export const PromptId = z.strictObject({ id: promptId });
export const LabelId = z.strictObject({ id: promptId, label: LabelName });
export type LabelId = z.output<typeof LabelId>;

const reason = z
  .string()
  .trim()
  .max(REASON_MAX)
  .nullable()
  .transform((text) => (text === "" ? null : text))
  .exactOptional()
  .meta({ description: "Why; kept in the history" });
const version = z.int().min(1).max(VERSION_MAX);

export const LabelMove = z.strictObject({ version, reason }).meta({ id: "LabelMove" });
export type LabelMove = z.output<typeof LabelMove>;
export const LabelReason = z.strictObject({ reason }).meta({ id: "LabelReason" });
export type LabelReason = z.output<typeof LabelReason>;

export const Label = z
  .object({
    promptId: z.uuid(),
    label: z.string(),
    version: z.int(),
    revision: z.int().meta({ description: 'Counts moves; the ETag is `"<promptId>-<label>-r<revision>"`' }),
    movedBy: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .meta({ description: "Whose account moved it last; null once that has left" }),
    isProtected: z.boolean().meta({ description: "An API key moves it only with the scope `labels:write`" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Label" });
export type Label = z.output<typeof Label>;
export const LabelPage = pageOf(Label).meta({ id: "LabelPage" });

export const LabelEvent = z
  .object({
    id: z.uuid(),
    label: z.string(),
    revision: z.int().meta({ description: "Of the label after this move; a history has no gap" }),
    from: z.int().nullable().meta({ description: "The version before; null when there was no such label" }),
    to: z.int().nullable().meta({ description: "The version after; null when the label was removed" }),
    reason: z.string().nullable(),
    undoes: z.uuid().nullable().meta({ description: "The move this one took back" }),
    by: z.object({
      id: z.uuid().nullable(),
      name: z.string().nullable().meta({ description: "Null once the account has left" }),
      kind: z.enum(["session", "supabase", "api_key", "job"]).meta({ description: "What credential was used" }),
    }),
    at: z.iso.datetime(),
  })
  .meta({ id: "LabelEvent" });
export type LabelEvent = z.output<typeof LabelEvent>;
export const LabelEventPage = pageOf(LabelEvent).meta({ id: "LabelEventPage" });

export const LabelListQuery = z.strictObject(PageQuery.shape);
export type LabelListQuery = z.output<typeof LabelListQuery>;

export const ProtectedLabels = z
  .strictObject({
    labels: z
      .array(LabelName)
      .max(PROTECTED_LABELS_MAX)
      .overwrite((labels) => [...new Set(labels)]),
  })
  .meta({ id: "ProtectedLabels" });
export type ProtectedLabels = z.output<typeof ProtectedLabels>;
/** The value of a cursor: the revision of the last move that was shown. */
export const RevisionPlace = z.int().min(1).max(VERSION_MAX);
