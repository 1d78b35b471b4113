import { hash } from "node:crypto";
import { violated } from "../../db/faults.ts";
import { Failure, type Fault } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import type { PromptRow } from "./queries.ts";

/** Everybody's view of the library is cached under this tag. */
export const PUBLIC_TAG = "prompts:public";
/** Whatever is cached of one prompt, for its owner's programs or for everybody. */
export const promptTag = (id: string): string => `prompt:${id}`;

/** Writers of one prompt follow each other; only those who may lock it stand in its owner's line. */
export const lineOf = ({ actor }: Pick<Scope<Actor>, "actor">, id: string): string =>
  `${actor.userId} ${promptTag(id)}`;

/** What a write makes caches forget, when the prompt is or was published. */
export const tagsOf = (id: string, isPublic: boolean): string[] => [promptTag(id), ...(isPublic ? [PUBLIC_TAG] : [])];

/** Enough of a digest for a tag that is compared with one other. */
const DIGEST_CHARACTERS = 11;
export const shortDigest = (values: readonly unknown[]): string =>
  hash("sha256", JSON.stringify(values), "base64url").slice(0, DIGEST_CHARACTERS);

type Revised = { readonly id: string; readonly revision: number };
const known = ({ id, revision }: Revised): string => `"${id}-r${revision}`;

/** `"<id>-r<revision>-<digest>"`: the digest follows what others change of a prompt, which `If-Match` does not mind. */
export function etagOf(row: PromptRow): string {
  const counted = [row.view_count, row.star_count, row.fork_count, row.moderation_status];
  const attached = [row.folder_id, row.forked_from, row.forked_version, row.updated_at];
  return `${known(row)}-${shortDigest([...counted, ...attached])}"`;
}

/**
 * RFC 9110 §13.1.1: any of the tags in `If-Match`, or `*`, lets the write pass; no header asks for nothing. A prompt that
 * was starred since it was read has not changed in anything a write could lose: revisions are compared. Tags without a
 * digest, as they were once given out, are good as well.
 */
export function requireMatch(ifMatch: string | null, row: Revised): void {
  if (ifMatch === null || ifMatch.trim() === "*") return;
  const start = known(row);
  const isKnown = (tag: string): boolean => tag === `${start}"` || tag.startsWith(`${start}-`);
  if (!ifMatch.split(",").some((tag) => isKnown(tag.trim()))) throw new Failure("version_moved");
}

/** The index that gives a slug to one prompt of its owner. */
export const SLUG_RULE = "prompts_by_slug";

const UNKNOWN: Readonly<Record<string, Fault>> = {
  prompts_category_fkey: {
    path: "body.category",
    code: "unknown_category",
    message: "is not a category; GET /prompts/categories lists them",
  },
  prompts_folder_id_user_id_fkey: {
    path: "body.folderId",
    code: "unknown_folder",
    message: "is none of your folders; GET /folders lists them",
  },
};

/** What only the database knows of a prompt to be stored: category and folder exist, the slug is free. Rethrows the rest. */
export function refuseBroken(error: unknown): never {
  const rule = violated(error);
  if (rule === SLUG_RULE) {
    const detail = "Another of your prompts has this slug; a deleted one keeps its own until it is gone for good";
    throw new Failure("slug_taken", { detail });
  }
  const fault = UNKNOWN[rule];
  if (!fault) throw error;
  throw new Failure("invalid_input", { detail: `${fault.path}: ${fault.message}`, faults: [fault] });
}
