import { z } from "zod";
import { pageOf } from "../../contract/page.ts";

const NAME_MAX = 100;

/** A name is shown, never part of an address: slashes and every script are welcome. */
const name = z.string().trim().min(1).max(NAME_MAX);
const parentId = z.uuid().toLowerCase().nullable().meta({ description: "The folder it is in; null at the top" });

export const NewFolder = z.strictObject({ name, parentId: parentId.default(null) }).meta({ id: "NewFolder" });
export type NewFolder = z.output<typeof NewFolder>;

/** What is absent stays as it is. */
export const FolderChanges = z
  .strictObject({ name: name.exactOptional(), parentId: parentId.exactOptional() })
  .meta({ id: "FolderChanges" });
export type FolderChanges = z.output<typeof FolderChanges>;

export const Folder = z
  .object({
    id: z.uuid(),
    name: z.string(),
    parentId: z.uuid().nullable(),
    promptCount: z.int().meta({ description: "Prompts in it, without those of its subfolders" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Folder" });
export type Folder = z.output<typeof Folder>;
export const FolderPage = pageOf(Folder).meta({ id: "FolderPage" });
export const FolderId = z.strictObject({ id: z.uuid().toLowerCase() });
