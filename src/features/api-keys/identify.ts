import type { ApiScope } from "../../contract/credential.ts";
import type { Ports } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import type { Actor } from "../../scope.ts";
import { userTag } from "../auth/index.ts";
import { keyBySecret } from "./door-queries.ts";
import { apiKeyTag, isApiKey } from "./key.ts";
import { isWithin, type Networks, networksOf } from "./networks.ts";

/** SPEC §7. Every change drops it on all processes; what a hand changes in the database shows after this. */
const PRINCIPAL_CACHED_MS = 60_000;
/** Which key a secret belongs to never changes; it is kept to know the tags of what is cached of it. */
const OWNER_CACHED_MS = 600_000;

type IdentifyParts = {
  readonly db: Db;
  readonly ports: Pick<Ports, "tokens" | "cache">;
  readonly now: () => Date;
};
type Principal = { readonly actor: Actor; readonly networks: Networks | null };

/** Thrown inside the cache's load: what is unknown must not push out of the cache what is known. */
class UnknownKey extends Error {}

const endOf = (...ends: (Date | null)[]): number => Math.min(...ends.map((end) => end?.getTime() ?? Infinity));

async function readLive({ db, now }: IdentifyParts, secretHash: Buffer) {
  const row = await db.as(AS_AUTH).first(keyBySecret({ secretHash }));
  if (!row || row.suspendedAt || row.erasedAt || endOf(row.expiresAt, row.notAfter) <= now().getTime())
    throw new UnknownKey();
  return row;
}

async function loadPrincipal(parts: IdentifyParts, secretHash: Buffer): Promise<Principal> {
  const { keyId, userId, tier, scopes, ...row } = await readLive(parts, secretHash);
  return {
    // An administrator's key is an ordinary key: what it may do is in its scopes and nowhere else.
    actor: {
      userId,
      tier,
      role: "user",
      // The table's check constraint lets no other word in.
      credential: {
        kind: "api_key",
        keyId,
        secretHash,
        scopes: scopes as ApiScope[],
        endsAt: endOf(row.expiresAt, row.notAfter),
      },
    },
    networks: networksOf(row.allowedCidrs),
  };
}

async function principalOf(parts: IdentifyParts, secretHash: Buffer): Promise<Principal> {
  const { cache } = parts.ports;
  const name = secretHash.toString("base64url");
  const { keyId, userId } = await cache.get(`api_key_owner:${name}`, { tags: [], ttlMs: OWNER_CACHED_MS }, async () => {
    const row = await readLive(parts, secretHash);
    return { keyId: row.keyId, userId: row.userId };
  });
  return cache.get(
    `api_key_principal:${name}`,
    { tags: [apiKeyTag(keyId), userTag(userId)], ttlMs: PRINCIPAL_CACHED_MS },
    () => loadPrincipal(parts, secretHash),
  );
}

/**
 * Whom an API key speaks for; null when it is no live key of ours. Shape and checksum come before any query. Rejects with
 * `address_not_allowed` when the address is in none of the key's networks.
 */
export async function identifyKey(parts: IdentifyParts, key: string, address: string): Promise<Actor | null> {
  if (!isApiKey(key)) return null;
  const principal = await principalOf(parts, parts.ports.tokens.mac("api_key", key)).catch((error: unknown) => {
    if (error instanceof UnknownKey) return null;
    throw error;
  });
  if (!principal || principal.actor.credential.endsAt <= parts.now().getTime()) return null;
  if (!isWithin(principal.networks, address))
    throw new Failure("address_not_allowed", { detail: `This API key may not be used from ${address || "here"}` });
  return principal.actor;
}
