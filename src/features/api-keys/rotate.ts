import type { Db } from "../../db/database.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { holdOwner } from "../auth/index.ts";
import { notify } from "../notifications/index.ts";
import { apiKeyTag, newApiKey, prefixOf } from "./key.ts";
import { etagOf, type KeyRow, soonerOf, toApiKey } from "./present.ts";
import { ownKey } from "./queries.ts";
import { dropEndedSecrets, endSecrets, insertSecret, latestSecrets } from "./rotation-queries.ts";
import type { RotatedApiKey, Rotation } from "./schema.ts";
import { lockOwnKey } from "./service.ts";

/** A double click or a retry within this time is the same wish, not another one. */
const SAME_WISH_MS = 10_000;

/** `end` is when the older secrets stop working. */
type Wish = { readonly id: string; readonly userId: string; readonly now: Date; readonly end: Date };
type NewSecret = { readonly secretHash: Buffer; readonly prefix: string };

/**
 * Throws `rotation_running` when the key was rotated a moment ago, or while the old secret of a rotation still works: a
 * third secret would end it before its owner expects. An overlap of 0 may end it: that is what it is for.
 */
async function refuseRunning(db: Db, wish: Wish): Promise<void> {
  const [current, old] = await db.rows(latestSecrets(wish));
  if (!current || !old) return;
  const now = wish.now.getTime();
  const settledAt = current.createdAt.getTime() + SAME_WISH_MS;
  const endsAt = wish.end.getTime() === now ? now : (old.notAfter?.getTime() ?? now);
  const waitMs = Math.max(settledAt, endsAt) - now;
  if (waitMs > 0) throw new Failure("rotation_running", { retryAfterSeconds: waitMs / 1_000 });
}

/** One rotation; the lock on the key's row decides between racing ones. */
function replaceSecret(scope: Scope<Actor>, wish: Wish, secret: NewSecret): Promise<KeyRow> {
  const { id, userId, end } = wish;
  return atomically(scope, async (inner) => {
    await holdOwner(inner);
    await lockOwnKey(inner, wish, null);
    const { expiresAt } = await inner.db.one(ownKey(wish));
    if (expiresAt && expiresAt <= wish.now) throw new Failure("api_key_expired");
    await refuseRunning(inner.db, wish);
    await inner.db.rows(dropEndedSecrets(wish));
    await inner.db.rows(endSecrets(wish));
    await inner.db.rows(insertSecret({ ...wish, ...secret }));
    inner.changed({ tags: [apiKeyTag(id)] });
    const rotated = await inner.db.one(ownKey(wish));
    await notify(inner, userId, {
      kind: "api_key_rotated",
      title: "An API key has a new secret",
      body: `“${rotated.name}” now begins with ${secret.prefix}. The old secret works until ${soonerOf(end, rotated.expiresAt).toISOString()}.`,
    });
    await record(inner, {
      action: "api_key.rotate",
      subject: { type: "api_key", id },
      ownerId: userId,
      details: { scopes: rotated.scopes },
    });
    return rotated;
  });
}

/** Rotations under way in this process, by key. */
const underWay = new Map<string, Promise<unknown>>();

/** Who comes during a rotation waits for it outside the connection pool, and then needs one read to be refused. */
async function inTurn(scope: Scope<Actor>, wish: Wish, secret: NewSecret): Promise<KeyRow> {
  const name = `${wish.userId} ${wish.id}`;
  const running = underWay.get(name);
  if (running) {
    await running.catch(() => undefined);
    await refuseRunning(scope.db, wish);
    return replaceSecret(scope, wish, secret);
  }
  const rotation = replaceSecret(scope, wish, secret);
  underWay.set(name, rotation);
  try {
    return await rotation;
  } finally {
    underWay.delete(name);
  }
}

/** Gives the key a new secret, in this answer and nowhere else; the old one goes on for the overlap. */
export async function rotateKey(
  scope: Scope<Actor>,
  id: string,
  { overlapSeconds }: Rotation,
): Promise<Answer<RotatedApiKey>> {
  const now = scope.now();
  const end = new Date(now.getTime() + overlapSeconds * 1_000);
  const wish = { id, userId: scope.actor.userId, now, end };
  const key = newApiKey();
  const secret = { secretHash: scope.ports.tokens.mac("api_key", key), prefix: prefixOf(key) };
  // Inside a transaction already (Idempotency-Key), waiting would hold a connection others need.
  const row = await (scope.db.isTransaction ? replaceSecret : inTurn)(scope, wish, secret);
  const body = { ...toApiKey(row), key, oldSecretValidUntil: soonerOf(end, row.expiresAt).toISOString() };
  return new Answer(body, { headers: { ETag: etagOf(row) } });
}
