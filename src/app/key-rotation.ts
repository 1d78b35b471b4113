import {
  generateSigningKey,
  isVerifying,
  type SigningKey,
  signerOf,
  signsFrom,
  verifiesUntil,
} from "../adapters/tokens.ts";
import type { Database, Db } from "../db/database.ts";
import { AS_AUTH } from "../db/identity.ts";
import { deleteKeysRetiredBefore, deleteOtherKeys, insertKey, lockKeys, retireOtherKeys } from "../db/signing-keys.ts";
import { record } from "../features/audit/index.ts";
import { keysOf } from "./keys.ts";

/** Keys that verify at once: each is in every JWKS, and nobody has a reason to rotate this often in a day. */
export const KEYS_MAX = 10;
/** By then the last token of a retired key has run out a day ago. */
const KEPT_RETIRED_MS = 2 * 86_400_000;

export type KeyState = {
  readonly kid: string;
  readonly createdAt: Date;
  readonly state: "signing" | "next" | "verifying";
  /** When it stops verifying; null while nothing has taken its place. */
  readonly until: Date | null;
};

/** What each key that is good for something is good for at `now`; newest first. */
export function statesOf(keys: readonly SigningKey[], now: Date): KeyState[] {
  const signer = signerOf(keys, now);
  const valid = keys.filter((key) => isVerifying(key, now));
  const turn = signer ? valid.indexOf(signer) : -1;
  return valid.map((key, index) => ({
    kid: key.id,
    createdAt: key.createdAt,
    state: index === turn ? "signing" : index < turn ? "next" : "verifying",
    until: verifiesUntil(key),
  }));
}

export const storedKeyStates = async (database: Database, now: Date): Promise<KeyState[]> =>
  statesOf(await keysOf(database.as(AS_AUTH)), now);

export type Rotation = {
  readonly kid: string;
  readonly createdAt: Date;
  /** When it begins to sign: at once when no other is left. */
  readonly signsAt: Date;
  /** Keys that verify until their last token has run out, and keys that are gone. */
  readonly retired: readonly string[];
  readonly removed: readonly string[];
};

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/** After every key there is, whatever the clocks of the machines that made them say: the newest must be the last made. */
const newestTime = (keys: readonly SigningKey[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...keys.map(({ createdAt }) => createdAt.getTime() + 1)));

async function replace(
  db: Db,
  made: Pick<SigningKey, "id" | "jwk">,
  now: Date,
  compromised: boolean,
): Promise<Rotation> {
  await db.rows(lockKeys);
  const before = await keysOf(db);
  const valid = before.filter((key) => isVerifying(key, now));
  if (!compromised && valid.length >= KEYS_MAX) throw new TooManyKeys(valid);
  const { id, jwk } = made;
  const createdAt = newestTime(before, now);
  await db.one(insertKey({ id, jwk: JSON.stringify(jwk), createdAt }));
  const removed = compromised
    ? await db.rows(deleteOtherKeys({ id }))
    : await db.rows(deleteKeysRetiredBefore({ before: new Date(now.getTime() - KEPT_RETIRED_MS) }));
  const retired = await db.rows(retireOtherKeys({ id, retiredAt: createdAt }));
  const alone = removed.length === before.length;
  const signsAt = alone ? createdAt : signsFrom({ createdAt, retiredAt: null });
  return { kid: id, createdAt, signsAt, retired: idsOf(retired), removed: idsOf(removed) };
}

/** Rotation is refused while this many keys verify. */
export class TooManyKeys extends Error {
  override name = "TooManyKeys";
  constructor(keys: readonly SigningKey[]) {
    const ends = keys.flatMap((key) => verifiesUntil(key)?.getTime() ?? []);
    super(`${keys.length} keys verify already; the oldest ends ${new Date(Math.min(...ends)).toISOString()}`);
  }
}

/**
 * Makes the key that signs from a minute later on. Tokens signed so far live until they expire; with `compromised`, the
 * keys that signed them are deleted, and they stop working within 30 s on every process.
 */
export async function rotateSigningKeys(
  database: Database,
  { now, compromised }: { now: Date; compromised: boolean },
): Promise<Rotation> {
  const made = await generateSigningKey();
  return database.as(AS_AUTH).transaction(async (db) => {
    const rotation = await replace(db, made, now, compromised);
    const { kid, retired, removed } = rotation;
    await record(
      { db, actor: null, request: { id: "cli", ip: "" } },
      {
        action: "signing_key.rotate",
        subject: { type: "signing_key", id: kid },
        ownerId: null,
        by: { kind: "operator", id: null },
        details: { compromised, retired, removed },
      },
    );
    return rotation;
  });
}
