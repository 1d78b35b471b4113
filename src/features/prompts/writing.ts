import type { Ports } from "../../contract/ports.ts";
import { violated } from "../../db/faults.ts";
import { Failure } from "../../errors.ts";
import type { Scope } from "../../scope.ts";

/** Everybody's view of the library is cached under this tag. */
export const PUBLIC_TAG = "prompts:public";

/** To be called by every write that changes what the library shows. */
export const dropPublic = (scope: Pick<Scope, "afterCommit"> & { readonly ports: Pick<Ports, "cache"> }): void =>
  scope.afterCommit(() => scope.ports.cache.drop(PUBLIC_TAG));

type Revised = { readonly id: string; readonly revision: number };
export const etagOf = ({ id, revision }: Revised): string => `"${id}-r${revision}"`;

/** RFC 9110 §13.1.1: any of the tags in `If-Match`, or `*`, lets the write pass; no header asks for nothing. */
export function requireMatch(ifMatch: string | null, row: Revised): void {
  if (ifMatch === null || ifMatch.trim() === "*") return;
  const etag = etagOf(row);
  if (!ifMatch.split(",").some((tag) => tag.trim() === etag)) throw new Failure("version_moved");
}

/** A category that does not exist is the caller's fault, and only the foreign key knows. */
export function refuseUnknownCategory(error: unknown): never {
  if (violated(error) !== "prompts_category_fkey") throw error;
  const message = "is not a category; GET /prompts/categories lists them";
  throw new Failure("invalid_input", {
    detail: `body.category: ${message}`,
    faults: [{ path: "body.category", code: "unknown_category", message }],
  });
}
