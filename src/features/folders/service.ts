import { newId } from "../../contract/id.ts";
import { violated } from "../../db/faults.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { tagsOf } from "../prompts/index.ts";
import {
  changeFolder,
  deleteFolder,
  insertFolder,
  lockFolders,
  lockTree,
  ownFolder,
  ownFolders,
  takeOut,
  tree,
} from "./queries.ts";
import type { Folder, FolderChanges, NewFolder } from "./schema.ts";
import { DEPTH_MAX, Tree } from "./tree.ts";

/** A person's folders are listed, and their shape is checked, all at once. */
export const FOLDERS_MAX = 1_000;
/** So many prompts leave a folder in half a second, which others may wait for the tree. */
const BATCH = 500;
/** A folder is emptied for so long at once, before whatever stands between us and the caller gives up. */
const REMOVAL_MS = 25_000;

export async function listFolders({ db, actor }: Scope<Actor>) {
  const rows = await db.rows(ownFolders({ userId: actor.userId, limit: FOLDERS_MAX }));
  return { data: rows.map(toFolder), pagination: { limit: FOLDERS_MAX, hasMore: false, nextCursor: null } };
}

export async function createFolder(scope: Scope<Actor>, { name, parentId }: NewFolder): Promise<Answer<Folder>> {
  const { userId } = scope.actor;
  const id = newId(scope.now().getTime());
  const made = await atomically(scope, async (inner) => {
    const { folders, number } = await lockedTree(inner);
    if (number >= FOLDERS_MAX) throw new Failure("folder_limit_reached");
    if (parentId !== null) requirePlace(folders, parentId, 1);
    return inner.db.one(insertFolder({ id, userId, name, parentId })).catch(refuseTaken);
  });
  return new Answer(toFolder({ ...made, prompt_count: 0 }), { headers: { Location: `/api/v1/folders/${id}` } });
}

/** Renames or moves a folder. What lies in it comes along unchanged: prompts know it by its id. */
export function updateFolder(scope: Scope<Actor>, id: string, changes: FolderChanges): Promise<Folder> {
  const { userId } = scope.actor;
  return atomically(scope, async (inner) => {
    const { folders } = await lockedTree(inner);
    const row = await inner.db.first(ownFolder({ id, userId }));
    if (!row) throw new Failure("not_found");
    const { name = row.name, parentId = row.parent_id } = changes;
    if (name === row.name && parentId === row.parent_id) return toFolder(row);
    if (parentId !== null && parentId !== row.parent_id) {
      if (folders.below(id).includes(parentId)) throw new Failure("folder_cycle");
      requirePlace(folders, parentId, folders.heightOf(id));
    }
    await inner.db.rows(changeFolder({ id, userId, name, parentId })).catch(refuseTaken);
    return toFolder(await inner.db.one(ownFolder({ id, userId })));
  });
}

/**
 * Deletes a folder with its subfolders. Their prompts stay, in no folder. Many prompts leave it a batch at a time, each for
 * good: whoever is told `unavailable` asks again, and it goes on from there.
 */
export async function removeFolder(scope: Scope<Actor>, id: string): Promise<void> {
  const { now, signal } = scope;
  const startedAt = now().getTime();
  for (let isFirst = true; ; isFirst = false) {
    const step = await atomically(scope, (inner) => removeStep(inner, id));
    if (step === "done") return;
    // Somebody else who deletes it has come to the end first.
    if (step === "missing" && !isFirst) return;
    if (step === "missing") throw new Failure("not_found");
    if (signal.aborted || now().getTime() - startedAt > REMOVAL_MS) {
      const detail = "The folder holds too many prompts to empty it at once; ask again, and the rest goes";
      throw new Failure("unavailable", { detail, retryAfterSeconds: 1 });
    }
  }
}

/** Takes one batch of prompts out, and deletes the folder when it was the last. */
async function removeStep(inner: Inner<Scope<Actor>>, id: string): Promise<"missing" | "more" | "done"> {
  const { userId } = inner.actor;
  const { folders } = await lockedTree(inner);
  if (!folders.has(id)) return "missing";
  const folderIds = folders.below(id);
  // Whoever puts a prompt into one of them waits: none slips in between the last batch and the end.
  await inner.db.rows(lockFolders({ userId, folderIds }));
  const taken = await inner.db.rows(takeOut({ userId, folderIds, limit: BATCH }));
  for (const prompt of taken) {
    if (prompt.isDeleted) continue;
    const event = { userId, kind: "prompt.updated", data: { promptId: prompt.id } } as const;
    inner.changed({ tags: tagsOf(prompt.id, prompt.isPublic), event });
  }
  if (taken.length === BATCH) return "more";
  await inner.db.rows(deleteFolder({ id, userId }));
  return "done";
}

async function lockedTree({ db, actor: { userId } }: Inner<Scope<Actor>>) {
  await db.rows(lockTree({ userId }));
  const rows = await db.rows(tree({ userId, limit: FOLDERS_MAX }));
  return { folders: new Tree(rows), number: rows.length };
}

/** `height` is how many levels are put below the parent. */
function requirePlace(folders: Tree, parentId: string, height: number): void {
  const path = "body.parentId";
  const refuse = (code: string, message: string): never => {
    throw new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code, message }] });
  };
  if (!folders.has(parentId)) refuse("unknown_folder", "is none of your folders; GET /folders lists them");
  if (folders.depthOf(parentId) + height > DEPTH_MAX)
    refuse("too_deep", `folders are ${DEPTH_MAX} levels deep at most`);
}

function refuseTaken(error: unknown): never {
  if (violated(error) === "folders_user_id_parent_id_name_key") throw new Failure("folder_taken");
  throw error;
}

type Row = {
  id: string;
  name: string;
  parent_id: string | null;
  created_at: Date;
  updated_at: Date;
  prompt_count: number;
};

const toFolder = (row: Row): Folder => ({
  id: row.id,
  name: row.name,
  parentId: row.parent_id,
  promptCount: row.prompt_count,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
