import { createHmac, hkdfSync } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { AccessClaims, Tokens } from "../contract/ports.ts";

const ALGORITHM = "ES256";
/** The guide's `expiresIn`; sessions are checked on each request, so a long life does not outlast a logout. */
const LIFETIME_SECONDS = 86_400;
const ISSUER = "promptr";
const AUDIENCE = "promptr-api";
/** Verified tokens remembered at once: checking ES256 costs more than the whole rest of a request. */
const REMEMBERED_MAX = 20_000;

/** A private EC key as JWK (RFC 7517); its thumbprint is its id. */
export const PrivateJwk = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type PrivateJwk = z.output<typeof PrivateJwk>;

export async function generateSigningKey(): Promise<{ id: string; jwk: PrivateJwk }> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return identifySigningKey(await exportJWK(privateKey));
}

export async function identifySigningKey(jwk: unknown): Promise<{ id: string; jwk: PrivateJwk }> {
  const parsed = PrivateJwk.parse(jwk);
  return { id: await calculateJwkThumbprint(parsed), jwk: parsed };
}

const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.int(), typ: z.literal("access") });

type SigningKey = { readonly id: string; readonly jwk: PrivateJwk };
type VerifyingKeys = ReadonlyMap<string, Awaited<ReturnType<typeof importJWK>>>;

async function publicHalves(keys: readonly SigningKey[]): Promise<VerifyingKeys> {
  const halves = keys.map(
    async ({ id, jwk: { d: _private, ...open } }) => [id, await importJWK(open as JWK, ALGORITHM)] as const,
  );
  return new Map(await Promise.all(halves));
}

/** Whatever is wrong with a token, it is not one of ours: null. */
async function check(token: string, keys: VerifyingKeys, now: Date): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid, alg }) => {
        const key = alg === ALGORITHM && kid !== undefined ? keys.get(kid) : undefined;
        if (!key) throw new Error("unknown key");
        return key;
      },
      { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE, currentDate: now, requiredClaims: ["exp", "iat"] },
    );
    const claims = Claims.parse(payload);
    return { userId: claims.sub, sessionId: claims.sid, expiresAt: claims.exp * 1_000 };
  } catch {
    return null;
  }
}

/** The first key signs; all verify. */
export async function es256Tokens(keys: readonly SigningKey[]): Promise<Tokens> {
  const [current] = keys;
  if (!current) throw new Error("There is no signing key");
  const signer = await importJWK(current.jwk as JWK, ALGORITHM);
  const verifiers = await publicHalves(keys);
  const secret = Buffer.from(hkdfSync("sha256", Buffer.from(current.jwk.d, "base64url"), "", "promptr mac v1", 32));
  const remembered = new LRUCache<string, AccessClaims>({ max: REMEMBERED_MAX });
  return {
    lifetimeSeconds: LIFETIME_SECONDS,
    issue: ({ userId, sessionId, now }) => {
      const issuedAt = Math.floor(now.getTime() / 1_000);
      return new SignJWT({ sid: sessionId, typ: "access" })
        .setProtectedHeader({ alg: ALGORITHM, kid: current.id, typ: "at+jwt" })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(signer);
    },
    async verify(token, now) {
      const known = remembered.get(token);
      if (known) return known.expiresAt > now.getTime() ? known : null;
      const claims = await check(token, verifiers, now);
      if (claims) remembered.set(token, claims);
      return claims;
    },
    mac: (purpose, input) => createHmac("sha256", secret).update(`${purpose}\0${input}`).digest(),
  };
}
