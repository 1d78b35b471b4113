import { randomBytes } from "node:crypto";
import { es256Tokens, generateSigningKey, identifySigningKey, type SigningKey } from "../adapters/tokens.ts";
import type { Config } from "../config.ts";
import type { Tokens } from "../contract/ports.ts";
import type { Database, Db } from "../db/database.ts";
import { AS_AUTH } from "../db/identity.ts";
import { insertKey, insertSecret, lockKeys, storedKeys, storedSecret } from "../db/signing-keys.ts";

const SECRET_NAME = "digests";
const SECRET_BYTES = 32;

/** The keys of JWT_SIGNING_KEY, newest first: one private JWK, or a JWKS of them. Only their order is known. */
export async function configuredKeys(text: string): Promise<SigningKey[]> {
  const given = JSON.parse(text) as object;
  const list = "keys" in given && Array.isArray(given.keys) ? (given.keys as unknown[]) : [given];
  const keys = await Promise.all(list.map(identifySigningKey));
  return keys.map((key, index) => ({ ...key, createdAt: new Date(-index), retiredAt: null }));
}

/** The keys of the database, newest first. */
export async function keysOf(db: Db): Promise<SigningKey[]> {
  const stored = await db.rows(storedKeys({}));
  const read = stored.map(async ({ private_jwk, created_at, retired_at }) => {
    return { ...(await identifySigningKey(private_jwk)), createdAt: created_at, retiredAt: retired_at };
  });
  return Promise.all(read);
}

/** What `read` finds, else what `make` makes: two processes at a first start make it once. */
async function foundOrMade<T>(
  db: Db,
  read: (db: Db) => Promise<T | undefined>,
  make: (db: Db) => Promise<T>,
): Promise<T> {
  const found = await read(db);
  if (found !== undefined) return found;
  return db.transaction(async (locked) => {
    await locked.rows(lockKeys);
    return (await read(locked)) ?? make(locked);
  });
}

const storedOrNewKeys = (db: Db): Promise<SigningKey[]> =>
  foundOrMade(
    db,
    async (from) => {
      const keys = await keysOf(from);
      return keys.length > 0 ? keys : undefined;
    },
    async (to) => {
      const made = { ...(await generateSigningKey()), createdAt: new Date(), retiredAt: null };
      await to.one(insertKey({ id: made.id, jwk: JSON.stringify(made.jwk), createdAt: made.createdAt }));
      return [made];
    },
  );

const storedOrNewSecret = (db: Db): Promise<Buffer> =>
  foundOrMade(
    db,
    async (from) => (await from.first(storedSecret({ name: SECRET_NAME })))?.secret,
    async (to) => (await to.one(insertSecret({ name: SECRET_NAME, secret: randomBytes(SECRET_BYTES) }))).secret,
  );

/**
 * Access tokens and keyed digests. Keys and secret are those of the configuration, else the database's own, made at the
 * first start; they are apart, so that a new signing key ends no API key.
 */
export async function openTokens(
  { JWT_SIGNING_KEY, PROMPTR_SECRET }: Pick<Config, "JWT_SIGNING_KEY" | "PROMPTR_SECRET">,
  database: Database,
): Promise<Tokens> {
  const db = database.as(AS_AUTH);
  const secret = PROMPTR_SECRET ? Buffer.from(PROMPTR_SECRET.reveal()) : await storedOrNewSecret(db);
  if (!JWT_SIGNING_KEY) return es256Tokens({ load: () => storedOrNewKeys(db), secret });
  const keys = await configuredKeys(JWT_SIGNING_KEY.reveal());
  return es256Tokens({ load: async () => keys, secret });
}
