import { createHash } from "node:crypto";
import type { ApiScope } from "../../contract/credential.ts";
import { Failure } from "../../errors.ts";
import type { ApiKey } from "./schema.ts";

export type KeyRow = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: string[];
  readonly allowedCidrs: string[] | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly oldPrefix: string | null;
  readonly oldSecretValidUntil: Date | null;
  readonly oldSecretLastUsedAt: Date | null;
};

/** No secret outlives its key. */
export const soonerOf = (end: Date, keyEnd: Date | null): Date => (keyEnd && keyEnd < end ? keyEnd : end);

const toRotation = ({ oldPrefix, oldSecretValidUntil, oldSecretLastUsedAt, expiresAt }: KeyRow): ApiKey["rotation"] =>
  oldPrefix === null || oldSecretValidUntil === null
    ? null
    : {
        oldPrefix,
        oldSecretValidUntil: soonerOf(oldSecretValidUntil, expiresAt).toISOString(),
        oldSecretLastUsedAt: oldSecretLastUsedAt?.toISOString() ?? null,
      };

export const toApiKey = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  // The table's check constraint lets no other word in.
  scopes: row.scopes as ApiScope[],
  allowedCidrs: row.allowedCidrs,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedIp: row.lastUsedIp,
  rotation: toRotation(row),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** `"<id>-r<revision>.<digest>"`: the digest follows what changes by use and by time, which `If-Match` does not mind. */
export const etagOf = (row: KeyRow): string => {
  const digest = createHash("sha256")
    .update(JSON.stringify(toApiKey(row)))
    .digest("base64url")
    .slice(0, 11);
  return `"${row.id}-r${row.revision}.${digest}"`;
};

/** A key that was used since it was read has not changed in anything a write could lose: revisions are compared. */
export function requireMatch(ifMatch: string | null, { id, revision }: Pick<KeyRow, "id" | "revision">): void {
  if (ifMatch === null || ifMatch.trim() === "*") return;
  const known = `"${id}-r${revision}.`;
  if (!ifMatch.split(",").some((tag) => tag.trim().startsWith(known))) throw new Failure("version_moved");
}
