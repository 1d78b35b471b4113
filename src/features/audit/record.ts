import { isIPv4 } from "node:net";
import type { Ports } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { asUser } from "../../db/identity.ts";
import type { AuditLogTable } from "../../db/tables.ts";
import { Failure } from "../../errors.ts";
import type { Actor, RequestFacts } from "../../scope.ts";
import { insertAuditRow } from "./queries.ts";

/** What happened. No name, address, title or text of a person belongs in it: audit rows outlive accounts. */
export type AuditEntry = {
  /** `area.verb`, in lower case: `api_key.rotate`. */
  readonly action: `${string}.${string}`;
  readonly subject: { readonly type: string; readonly id: string | null };
  /** Whose account it concerns; they can read the row. */
  readonly ownerId: string | null;
  readonly outcome?: "done" | "denied";
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Who did it, where the request has no actor yet (a sign-in) or never has one (a job, an operator). */
  readonly by?: { readonly kind: AuditLogTable["actor_kind"]; readonly id: string | null };
};

/** Of a caller's address only the network: `203.0.113.0/24`, `2001:0db8:0001::/48`. Takes what limits are counted by. */
export function networkOf(addressGroup: string): string | null {
  if (isIPv4(addressGroup)) return `${addressGroup.split(".").slice(0, 3).join(".")}.0/24`;
  const groups = addressGroup.split(":");
  return groups.length === 4 ? `${groups.slice(0, 3).join(":")}::/48` : null;
}

type AuditScope = {
  readonly db: Db;
  readonly actor: Actor | null;
  readonly request: Pick<RequestFacts, "id" | "ip">;
};

const idOf = ({ credential, userId }: Actor) => ({ kind: credential.kind, id: userId });

/**
 * Writes one row of the audit log in the transaction of the change it tells of. Make it the transaction's last
 * statement: writers wait for each other from here to the commit.
 */
export async function record({ db, actor, request }: AuditScope, entry: AuditEntry): Promise<void> {
  if (!db.isTransaction) throw new Error(`${entry.action} is recorded outside the transaction of its change`);
  const by = entry.by ?? (actor ? idOf(actor) : ({ kind: "nobody", id: null } as const));
  await db.rows(
    insertAuditRow({
      actorKind: by.kind,
      actorId: by.id,
      action: entry.action,
      outcome: entry.outcome ?? "done",
      subjectType: entry.subject.type,
      subjectId: entry.subject.id,
      ownerId: entry.ownerId,
      requestId: request.id,
      network: networkOf(request.ip),
      details: JSON.stringify(entry.details ?? {}),
    }),
  );
}

type DeniedScope = {
  readonly db: Db;
  readonly ports: Pick<Ports, "throttle">;
  readonly request: AuditScope["request"];
};

/**
 * Records that somebody tried what only an administrator may change, up to `adminDenied` times an hour: a log nobody
 * may shorten must not be filled by whoever likes. `db` is any handle; the row is the actor's own.
 */
export async function recordDenied(
  { db, ports, request }: DeniedScope,
  actor: Actor,
  operation: string,
): Promise<void> {
  try {
    await ports.throttle.spend("adminDenied", actor.userId);
  } catch (refusal) {
    if (refusal instanceof Failure && refusal.code === "rate_limited") return;
    throw refusal;
  }
  await db.as(asUser(actor.userId)).transaction((transaction) =>
    record(
      { db: transaction, actor, request },
      {
        action: "admin.denied",
        outcome: "denied",
        subject: { type: "operation", id: operation },
        ownerId: actor.userId,
      },
    ),
  );
}
