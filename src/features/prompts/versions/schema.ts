import { z } from "zod";
import { PARTS } from "../../../contract/draft.ts";
import { pageOf, PageQuery } from "../../../contract/page.ts";
import { Variable } from "../../../contract/variable.ts";
import { Message } from "../input-schema.ts";

const VERSION_MAX = 2_147_483_647;
const text = z.string().nullable();

const summary = {
  version: z.int(),
  author: z.object({ name: z.string() }).nullable().meta({ description: "Null once the author has left" }),
  message: text,
  contentHash: z
    .string()
    .meta({ description: "SHA-256 of parts, model and variables; equal hashes are equal content" }),
  selectedModel: z.string(),
  qualityScore: z.int().min(0).max(100),
  createdAt: z.iso.datetime(),
};
/** A history is read for who and why; the texts, which hardly differ from version to version, are a request each. */
export const VersionSummary = z.object(summary).meta({ id: "VersionSummary" });
export const Version = z
  .object({
    ...summary,
    role: text,
    task: z.string(),
    context: text,
    requirements: text,
    style: text,
    output: text,
    rawPrompt: z.string(),
    variables: z.array(Variable),
  })
  .meta({ id: "Version" });
export type VersionSummary = z.output<typeof VersionSummary>;
export type Version = z.output<typeof Version>;

export const VersionPage = pageOf(VersionSummary).meta({ id: "VersionPage" });
export const VersionQuery = z.strictObject(PageQuery.shape);
export type VersionQuery = z.output<typeof VersionQuery>;
const number = z.coerce.number().int().min(1).max(VERSION_MAX);
export const VersionId = z.strictObject({
  id: z.uuid(),
  version: number.meta({ description: "Counted from 1" }),
});
export type VersionId = z.output<typeof VersionId>;

export const Restoration = z.strictObject({ message: Message }).meta({ id: "Restoration" });
export type Restoration = z.output<typeof Restoration>;

/** Stands for the newest version in a query; no version has this number. */
export const LATEST = VERSION_MAX;
const side = z.union([number, z.literal("latest")]);
export const DiffQuery = z.strictObject({
  from: side.optional().meta({ description: "A version or `latest`; when absent, the one before `to`" }),
  to: side.default("latest").meta({ description: "A version or `latest`" }),
});
export type DiffQuery = z.output<typeof DiffQuery>;

const FieldChange = z
  .object({
    field: z.enum([...PARTS, "variables", "selectedModel"]),
    kind: z.enum(["added", "removed", "changed"]),
    before: text.meta({ description: "Variables are JSON, one a line" }),
    after: text,
    words: z
      .array(z.object({ value: z.string(), added: z.literal(true).optional(), removed: z.literal(true).optional() }))
      .meta({ description: "In order: what is not added makes `before`, what is not removed makes `after`" }),
    unified: z.string().meta({ description: "As `diff -u` writes it" }),
  })
  .meta({ id: "FieldChange" });
export type FieldChange = z.output<typeof FieldChange>;
export const VersionDiff = z
  .object({
    from: z.int(),
    to: z.int(),
    changes: z.array(FieldChange).meta({ description: "Fields that differ" }),
    unified: z.string().meta({ description: "All of them, one file a field" }),
  })
  .meta({ id: "VersionDiff" });
export type VersionDiff = z.output<typeof VersionDiff>;
/** The value of a cursor: the last version that was shown. */
export const VersionPlace = z.int().min(1).max(VERSION_MAX);
