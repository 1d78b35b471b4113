import { lchownSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "./error.ts";

/** The text of a file, or null when there is none. */
export function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** The owner of a file or folder, or null when there is none. */
export function ownerOf(path: string): { readonly uid: number; readonly gid: number } | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : { uid: found.uid, gid: found.gid };
}

/** Gives a folder and all it holds to an account; the top comes last, so its owner tells whether an earlier run finished. */
export function giveTree(directory: string, owner: { readonly uid: number; readonly gid: number }): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) giveTree(path, owner);
    else lchownSync(path, owner.uid, owner.gid);
  }
  lchownSync(directory, owner.uid, owner.gid);
}
