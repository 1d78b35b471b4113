import { monthOf } from "../../contract/tier.ts";
import type { Db } from "../../db/database.ts";
import type { Actor, Scope } from "../../scope.ts";
import { FOLDERS_MAX } from "../folders/index.ts";
import { protectedLabels } from "../labels/index.ts";
import { FolderPaths } from "./folders.ts";
import { categoryNames, type ExistingRow, existingPrompts, foldersOf, promptQuota } from "./import-queries.ts";
import type { IncomingFile } from "./incoming.ts";

/** What is there before an import, as far as the file touches it. */
export type State = {
  readonly bySlug: ReadonlyMap<string, ExistingRow>;
  readonly folders: FolderPaths;
  readonly categories: ReadonlySet<string>;
  readonly protectedLabels: readonly string[];
  readonly quota: { readonly used: number; readonly limit: number };
};

type Asking = { readonly db: Db; readonly actor: Actor } & Pick<Scope, "settings" | "now">;

export async function readState({ db, actor, settings, now }: Asking, file: IncomingFile): Promise<State> {
  const { userId, tier } = actor;
  const asked = file.prompts.map(({ slug, versions, labels }) => ({
    slug,
    hashes: versions.map(({ hash }) => hash),
    labels: [...labels.keys()],
  }));
  // One after the other: inside a transaction there is one connection.
  // The quota first: read after the prompts it could count some as used up by prompts that are new here.
  const quota = await db.first(promptQuota({ userId, month: monthOf(now()) }));
  const rows = await db.rows(existingPrompts({ userId, asked: JSON.stringify(asked) }));
  const folders = await db.rows(foldersOf({ userId, limit: FOLDERS_MAX }));
  const categories = await db.rows(categoryNames({}));
  return {
    bySlug: new Map(rows.map((row) => [row.slug, row])),
    folders: new FolderPaths(folders, now()),
    categories: new Set(categories.map(({ name }) => name)),
    protectedLabels: await protectedLabels(db, userId),
    quota: { used: quota?.used ?? 0, limit: settings.limits[tier].prompts },
  };
}
