import { generateSigningKey, identifySigningKey, type PrivateJwk } from "../adapters/tokens.ts";
import type { Database } from "../db/database.ts";
import { AS_AUTH } from "../db/identity.ts";
import { insertKey, lockKeys, storedKeys } from "../db/signing-keys.ts";

type SigningKey = { readonly id: string; readonly jwk: PrivateJwk };

/** The keys that sign and verify access tokens: the configured one, else the database's own, made at the first start. */
export async function loadSigningKeys(database: Database, configured: string | undefined): Promise<SigningKey[]> {
  if (configured !== undefined) return [await identifySigningKey(JSON.parse(configured))];
  return database.as(AS_AUTH).transaction(async (db) => {
    await db.rows(lockKeys);
    const stored = await db.rows(storedKeys({}));
    if (stored.length > 0) return Promise.all(stored.map(({ private_jwk }) => identifySigningKey(private_jwk)));
    const made = await generateSigningKey();
    await db.one(insertKey({ id: made.id, jwk: JSON.stringify(made.jwk) }));
    return [made];
  });
}
