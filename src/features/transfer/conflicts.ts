import { type FailureCode, FAILURES } from "../../errors.ts";
import type { Actor } from "../../scope.ts";
import { mayMoveProtected, publishFindings } from "../prompts/index.ts";
import type { Incoming, IncomingVersion } from "./incoming.ts";
import type { Beside } from "./wishes.ts";

/** What keeps a file from being imported. */
export type Conflict = {
  readonly slug: string;
  readonly place: string;
  readonly code: FailureCode;
  readonly message: string;
};

export const conflictOf = (
  { slug, place }: Incoming,
  code: FailureCode,
  message: string = FAILURES[code].title,
): Conflict => ({ slug, place, code, message });

/** A text is judged once, before the transaction that plans again: it may take as long as scoring it. */
const judged = new WeakMap<IncomingVersion, { readonly key: string; readonly message: string | null }>();

function blockOf({ title, description, tags, ...rest }: Beside, version: IncomingVersion): string | null {
  const key = JSON.stringify([title, description, tags]);
  const known = judged.get(version);
  if (known?.key === key) return known.message;
  const found = publishFindings({ title, description, tags, ...rest, ...version.content }).find(({ blocks }) => blocks);
  const message = found ? `${found.field}: ${found.message}` : null;
  judged.set(version, { key, message });
  return message;
}

/** What speaks against showing the prompt to everybody. */
export function unpublishable(incoming: Incoming, fields: Beside, version: IncomingVersion): Conflict[] {
  const message = fields.isPublic ? blockOf(fields, version) : null;
  return message === null ? [] : [conflictOf(incoming, "publish_blocked", message)];
}

/** As much of a plan as says which labels it would place. */
type Placing = {
  readonly create: readonly { readonly incoming: Incoming }[];
  readonly labels: readonly {
    readonly incoming: Incoming;
    readonly move: { readonly label: string; readonly moves: boolean };
  }[];
};

/**
 * A key that may write prompts may still not place the labels their owner protects, nor tell that they were placed: for
 * each prompt, which of them the file has.
 */
export function protectedIn(actor: Actor, { create, labels }: Placing, protectedLabels: readonly string[]): Conflict[] {
  if (mayMoveProtected(actor)) return [];
  const placed = [
    ...create.map(({ incoming }) => ({
      incoming,
      names: [...incoming.labels.keys(), ...incoming.history.map(({ label }) => label)],
    })),
    ...labels.flatMap(({ incoming, move }) => (move.moves ? [{ incoming, names: [move.label] }] : [])),
  ];
  return placed.flatMap(({ incoming, names }) => {
    const refused = [...new Set(names)].filter((label) => protectedLabels.includes(label));
    if (refused.length === 0) return [];
    return [conflictOf(incoming, "protected_label", `the key needs the scope labels:write for ${refused.join(", ")}`)];
  });
}
