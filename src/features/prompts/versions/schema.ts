import { z } from "zod";
import { pageOf, PageQuery } from "../../../contract/page.ts";

const VERSION_MAX = 2_147_483_647;
const text = z.string().nullable();

const summary = {
  version: z.int(),
  author: z.object({ name: z.string() }).nullable().meta({ description: "Null once the author has left" }),
  message: text,
  contentHash: z.string().meta({ description: "SHA-256 of the parts and the model; equal hashes are equal content" }),
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
  })
  .meta({ id: "Version" });
export type VersionSummary = z.output<typeof VersionSummary>;
export type Version = z.output<typeof Version>;

export const VersionPage = pageOf(VersionSummary).meta({ id: "VersionPage" });
export const VersionQuery = z.strictObject(PageQuery.shape);
export type VersionQuery = z.output<typeof VersionQuery>;
export const VersionId = z.strictObject({
  id: z.uuid(),
  version: z.coerce.number().int().min(1).max(VERSION_MAX).meta({ description: "Counted from 1" }),
});
export type VersionId = z.output<typeof VersionId>;
/** The value of a cursor: the last version that was shown. */
export const VersionPlace = z.int().min(1).max(VERSION_MAX);
