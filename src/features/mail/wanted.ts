import type { Ports } from "../../contract/ports.ts";
import type { Scope } from "../../scope.ts";
import { choicesAbout, suppressionsOf } from "./choice-queries.ts";
import { OPTIONAL_KINDS, type OptionalKind } from "./kinds.ts";
import { hashOfAddress } from "./unsubscribe-token.ts";

/** Somebody who may get optional mail. */
export type Reader = {
  readonly userId: string;
  readonly email: string | null;
  /** Nobody has shown that the address is this person's until then; of another issuer's accounts, the issuer says it. */
  readonly isConfirmed: boolean;
};
type Parts = Pick<Scope, "db"> & { readonly ports: Pick<Ports, "tokens"> };

/**
 * Which of these people get mail of the kind: they have an address that is theirs, it takes mail, and neither they nor the
 * address has said no. `db` goes through `AS_JOBS` or `AS_AUTH`.
 */
export async function whoWants(
  { db, ports }: Parts,
  kind: OptionalKind,
  readers: readonly Reader[],
): Promise<ReadonlySet<string>> {
  const reachable = readers.flatMap(({ userId, email, isConfirmed }) =>
    email !== null && isConfirmed ? [{ userId, hash: hashOfAddress(ports.tokens, email) }] : [],
  );
  if (reachable.length === 0) return new Set();
  const userIds = reachable.map(({ userId }) => userId);
  const [choices, suppressions] = await Promise.all([
    db.rows(choicesAbout({ userIds, kind })),
    db.rows(suppressionsOf({ addressHashes: reachable.map(({ hash }) => hash) })),
  ]);
  const chosen = new Map(choices.map(({ userId, wanted }) => [userId, wanted]));
  const refused = new Set(
    suppressions.flatMap((one) => (one.kind === kind || one.kind === "all" ? [one.addressHash.toString("hex")] : [])),
  );
  const wants = ({ userId, hash }: (typeof reachable)[number]): boolean =>
    (chosen.get(userId) ?? OPTIONAL_KINDS[kind].isUsual) && !refused.has(hash.toString("hex"));
  return new Set(reachable.filter(wants).map(({ userId }) => userId));
}
