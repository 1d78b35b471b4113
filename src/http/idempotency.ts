import type { Ports } from "../contract/ports.ts";
import type { Db } from "../db/database.ts";
import { dropReply, findReply, finishReply, lockKey, putReply, type StoredReply } from "../db/idempotency.ts";
import { Failure } from "../errors.ts";
import { Answer, type Route } from "../feature.ts";
import { type Actor, atomically, type Scope } from "../scope.ts";

const KEPT_MS = 24 * 3_600_000;
/** Longer than any route may run: after it the process that held the key must be dead. */
const LEASE_MS = 60_000;
const KEPT_CHARACTERS_MAX = 65_536;
const KEY = /^[\x20-\x7e]{1,255}$/;

export type Call = (scope: Scope) => Promise<unknown>;

/** Keyed, because an input may hold a password: a plain hash of it could be guessed offline, past argon2. */
const hashOf = (route: Route, input: unknown, { tokens }: Pick<Ports, "tokens">): Buffer =>
  tokens.mac("idempotency", `${route.name}\0${JSON.stringify(input)}`);

/** The draft sends a quoted string, Stripe's users send it bare; both mean the same key. */
export function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!KEY.test(key)) throw new Failure("invalid_idempotency_key");
  return key;
}

type StoredBody = { body: unknown; headers: Record<string, string>; etag?: string };

function replay(stored: StoredReply, requestHash: Buffer): Answer<unknown> {
  if (!stored.requestHash.equals(requestHash)) throw new Failure("idempotency_key_reused");
  if (stored.state === "running") throw new Failure("idempotency_key_running", { retryAfterSeconds: 1 });
  if (stored.body === null) throw new Failure("idempotency_answer_gone");
  const { body, headers, etag } = JSON.parse(stored.body) as StoredBody; // written by `toKeep` below
  return new Answer(body, {
    headers: { ...headers, "Idempotent-Replayed": "true" },
    status: stored.status ?? 200,
    ...(etag !== undefined && { etag }),
  });
}

/** What is kept of an answer; null when it may not be (a secret) or need not be (too large: 409 to a retry is honest). */
function toKeep(route: Route, result: unknown): string | null {
  if (route.secret) return null;
  const { body, headers, etag } = result instanceof Answer ? result : new Answer(result);
  const kept = JSON.stringify({ body, headers, ...(etag !== undefined && { etag }) } satisfies StoredBody);
  return kept.length > KEPT_CHARACTERS_MAX ? null : kept;
}

/** The route's own, unless this answer has another. */
const statusOf = ({ reply }: Route, result: unknown): number =>
  (result instanceof Answer ? result.status : undefined) ?? reply.status;

type Claim = { readonly owner: { userId: string; key: string }; readonly requestHash: Buffer; readonly now: Date };

/** The stored answer, or null when this caller is the first; another one at work is 409. Call it in a transaction. */
async function claim(db: Db, { owner, requestHash, now }: Claim): Promise<Answer<unknown> | null> {
  const { locked } = await db.one(lockKey(owner));
  if (!locked) throw new Failure("idempotency_key_running", { retryAfterSeconds: 1 });
  const stored = await db.first(findReply({ ...owner, now }));
  if (!stored || (stored.state === "running" && stored.leaseUntil <= now)) return null;
  return replay(stored, requestHash);
}

/**
 * Runs the route once per key (IETF draft-ietf-httpapi-idempotency-key-header, Stripe): a retry gets the first answer.
 * In "transaction" the key commits with the rows, so a crash leaves both or neither; in "lease" the key is held while
 * the route runs, freed when it fails, and once it succeeded never given to another, whatever happens to its answer.
 */
export async function runOnce(
  route: Route,
  call: Call,
  scope: Scope<Actor>,
  input: unknown,
  key: string,
): Promise<unknown> {
  const owner = { userId: scope.actor.userId, key };
  const requestHash = hashOf(route, input, scope.ports);
  const now = scope.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const row = { ...owner, route: route.name, requestHash, leaseUntil, expiresAt: new Date(now.getTime() + KEPT_MS) };
  if (route.idempotent === "transaction") {
    return atomically(scope, async (inner) => {
      const stored = await claim(inner.db, { owner, requestHash, now });
      if (stored) return stored;
      // Sound: a route that is declared "transaction" uses no port that `Inner` hides.
      const result = await call(inner as Scope);
      await inner.db.rows(
        putReply({ ...row, state: "done", status: statusOf(route, result), body: toKeep(route, result) }),
      );
      return result;
    });
  }
  const stored = await atomically(scope, async (inner) => {
    const found = await claim(inner.db, { owner, requestHash, now });
    if (!found) await inner.db.rows(putReply({ ...row, state: "running", status: null, body: null }));
    return found;
  });
  if (stored) return stored;
  const result = await call(scope).catch(async (error: unknown) => {
    await scope.db.rows(dropReply({ ...owner, leaseUntil })).catch(() => undefined); // the lease ends by itself
    throw error;
  });
  // Not kept is not lost: the caller has the answer, and a retry is told to wait until the lease ends.
  await scope.db
    .rows(finishReply({ ...owner, leaseUntil, status: statusOf(route, result), body: toKeep(route, result) }))
    .catch(() => undefined);
  return result;
}
