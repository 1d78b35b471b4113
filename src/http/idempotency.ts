import type { Ports } from "../contract/ports.ts";
import { dropReply, findReply, lockKey, putReply, type StoredReply } from "../db/idempotency.ts";
import { Failure } from "../errors.ts";
import { Answer, type Route } from "../feature.ts";
import { type Actor, atomically, type Scope } from "../scope.ts";

const KEPT_MS = 24 * 3_600_000;
/** Longer than any route may run: after it the process that held the key must be dead. */
const LEASE_MS = 60_000;
const KEY = /^[\x20-\x7e]{1,255}$/;

export type Call = (scope: Scope, input: unknown) => Promise<unknown>;

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
  if (stored.body === null) throw new Failure("idempotency_secret_gone");
  const { body, headers, etag } = JSON.parse(stored.body) as StoredBody; // written by `done` below
  return new Answer(body, {
    headers: { ...headers, "Idempotent-Replayed": "true" },
    status: stored.status ?? 200,
    ...(etag !== undefined && { etag }),
  });
}

/**
 * Runs the route once per key (IETF draft-ietf-httpapi-idempotency-key-header, Stripe): a retry gets the first answer.
 * In "transaction" the key commits with the rows, so a crash leaves both or neither.
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
  const row = (state: "running" | "done", status: number | null, body: string | null) => ({
    ...owner,
    route: route.name,
    requestHash,
    state,
    status,
    body,
    leaseUntil: new Date(scope.now().getTime() + LEASE_MS),
    expiresAt: new Date(scope.now().getTime() + KEPT_MS),
  });
  const done = (result: unknown) => {
    const { body, headers, etag } = result instanceof Answer ? result : new Answer(result);
    return putReply(
      row(
        "done",
        route.reply.status,
        route.secret
          ? null
          : JSON.stringify({ body, headers, ...(etag !== undefined && { etag }) } satisfies StoredBody),
      ),
    );
  };
  /** The stored answer, or null when this caller is the first; another one at work is 409. */
  const claim = async ({ db }: Pick<Scope, "db">): Promise<Answer<unknown> | null> => {
    const { locked } = await db.one(lockKey(owner));
    if (!locked) throw new Failure("idempotency_key_running", { retryAfterSeconds: 1 });
    const stored = await db.first(findReply({ ...owner, now: scope.now() }));
    if (!stored || (stored.state === "running" && stored.leaseUntil <= scope.now())) return null;
    return replay(stored, requestHash);
  };

  if (route.idempotent === "transaction") {
    return atomically(scope, async (inner) => {
      const stored = await claim(inner);
      if (stored) return stored;
      // Sound: a route that is declared "transaction" uses no port that `Inner` hides.
      const result = await call(inner as Scope, input);
      await inner.db.rows(done(result));
      return result;
    });
  }
  const stored = await atomically(scope, async (inner) => {
    const found = await claim(inner);
    if (!found) await inner.db.rows(putReply(row("running", null, null)));
    return found;
  });
  if (stored) return stored;
  try {
    const result = await call(scope, input);
    await scope.db.rows(done(result));
    return result;
  } catch (error) {
    await scope.db.rows(dropReply(owner)).catch(() => undefined); // the lease ends by itself
    throw error;
  }
}
