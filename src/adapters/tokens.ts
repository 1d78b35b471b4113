import { createHmac, hkdfSync } from "node:crypto";
import { decodeProtectedHeader, jwtVerify, SignJWT } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { AccessClaims, Tokens } from "../contract/ports.ts";
import { ALGORITHM, KeyRing, LIFETIME_SECONDS, type SigningKey } from "./tokens/ring.ts";

export {
  generateSigningKey,
  identifySigningKey,
  isVerifying,
  signerOf,
  type SigningKey,
  signsFrom,
  verifiesUntil,
} from "./tokens/ring.ts";

const ISSUER = "promptr";
const AUDIENCE = "promptr-api";
/** Verified tokens remembered at once: checking ES256 costs more than the whole rest of a request. */
const REMEMBERED_MAX = 20_000;

const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.int(), typ: z.literal("access") });

type Key = ReturnType<KeyRing["signer"]>;

/** Header parts read lately: an issuer writes the same one into each of its tokens. */
const keyIds = new LRUCache<string, { readonly id: string | null }>({ maxSize: 1_000, sizeCalculation: () => 1 });
const HEADER_LENGTH_MAX = 300;

/** The id of the key a token names; null for what cannot be a token of ours. */
function keyIdOf(token: string): string | null {
  const header = token.slice(0, Math.min(token.indexOf("."), HEADER_LENGTH_MAX));
  const known = keyIds.get(header);
  if (known) return known.id;
  let id: string | null = null;
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg === ALGORITHM && typeof kid === "string") id = kid;
  } catch {
    return null;
  }
  if (header.length < HEADER_LENGTH_MAX) keyIds.set(header, { id });
  return id;
}

/** Whatever is wrong with a token, it is not one of ours: null. */
async function check(token: string, key: Key, now: Date): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(token, key.verifier, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: now,
      requiredClaims: ["exp", "iat"],
    });
    const claims = Claims.parse(payload);
    return { userId: claims.sub, sessionId: claims.sid, expiresAt: claims.exp * 1_000 };
  } catch {
    return null;
  }
}

/** Looks for the key a token names, in the database too when this process does not know it. */
async function findKey(ring: KeyRing, token: string, now: Date): Promise<Key | undefined> {
  const id = keyIdOf(token);
  if (id === null) return undefined;
  const known = ring.find(id, now);
  if (known) return known;
  await ring.look(now);
  return ring.find(id, now);
}

function issueWith(key: Key, { userId, sessionId, now }: Parameters<Tokens["issue"]>[0]): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1_000);
  return new SignJWT({ sid: sessionId, typ: "access" })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.id, typ: "at+jwt" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .sign(key.signer);
}

export type TokenSecrets = {
  /** The signing keys of the moment, newest first; asked again as time goes by. */
  readonly load: () => Promise<readonly SigningKey[]>;
  /** What keyed digests are made with; outlives every signing key. */
  readonly secret: Buffer;
};

export async function es256Tokens({ load, secret }: TokenSecrets): Promise<Tokens> {
  const ring = await KeyRing.open(load);
  const macKey = Buffer.from(hkdfSync("sha256", secret, "", "promptr mac v1", 32));
  // Counted by size: `max` would reserve the room of all of them at every start.
  const remembered = new LRUCache<string, { keyId: string; claims: AccessClaims }>({
    maxSize: REMEMBERED_MAX,
    sizeCalculation: () => 1,
  });
  return {
    lifetimeSeconds: LIFETIME_SECONDS,
    async issue(claims) {
      await ring.refresh(claims.now);
      return issueWith(ring.signer(claims.now), claims);
    },
    async verify(token, now) {
      await ring.refresh(now);
      const known = remembered.get(token);
      if (known && ring.find(known.keyId, now)) return known.claims.expiresAt > now.getTime() ? known.claims : null;
      const key = await findKey(ring, token, now);
      if (!key) return null;
      const claims = await check(token, key, now);
      if (claims) remembered.set(token, { keyId: key.id, claims });
      return claims;
    },
    async publicKeys(now) {
      await ring.look(now);
      return ring.publicKeys(now);
    },
    mac: (purpose, input) => createHmac("sha256", macKey).update(`${purpose}\0${input}`).digest(),
  };
}
