import { z } from "zod";
import { PersonName } from "../../contract/person-name.ts";
import type { ForeignIdentity } from "../../contract/ports.ts";

/** How far Supabase's clock may run ahead of ours (`iat`, `nbf`). `exp` gets no leeway. */
const CLOCK_SKEW_SECONDS = 30;
/**
 * The longest life Supabase lets a project give its access tokens. One that says more was not made by the Auth server but
 * by whoever holds its key, and the last row of a closed account waits for no token longer (features/privacy).
 */
const LIFE_SECONDS_MAX = 7 * 86_400;
/** Methods in `amr` that are no sign-in of a person. */
const NO_SIGN_IN = new Set(["token_refresh", "anonymous"]);

const audiences = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/** What a token of a signed-in person must say. The rest is somebody's own text and may be missing or of any shape. */
const Claims = z.object({
  iss: z.string(),
  aud: audiences.refine((all) => all.includes("authenticated")),
  role: z.literal("authenticated"),
  sub: z.uuid().toLowerCase(),
  exp: z.int(),
  iat: z.int(),
  nbf: z.int().optional(),
  is_anonymous: z.literal(false).optional(),
  email: z.string().max(254).check(z.email()).toLowerCase().nullable().catch(null),
  amr: z
    .array(z.object({ method: z.string(), timestamp: z.int() }).nullable().catch(null))
    .catch([])
    .transform((entries) => entries.filter((entry) => entry !== null)),
  user_metadata: z.record(z.string(), z.unknown()).catch({}),
});
export type Claims = z.output<typeof Claims>;

/**
 * The claims of a token that is, by what it says, for us and of now; null otherwise. supabase-js looks at the signature
 * and at `exp` only (RELIABILITY F6), so this decides before anybody is asked and again on what was verified.
 */
export function acceptableClaims(payload: unknown, issuer: string, now: Date): Claims | null {
  const { data: claims } = Claims.safeParse(payload);
  if (!claims || claims.iss !== issuer) return null;
  const seconds = now.getTime() / 1_000;
  if (claims.exp <= seconds || claims.exp - claims.iat > LIFE_SECONDS_MAX) return null;
  if (Math.max(claims.iat, claims.nbf ?? 0) > seconds + CLOCK_SKEW_SECONDS) return null;
  return claims;
}

/** A name out of what its owner may write freely; null when it is none. */
const nameIn = (text: unknown): string | null => PersonName.safeParse(text).data ?? null;

/** When the person last proved who they are; refreshing a token is no proof. */
function lastSignIn({ amr }: Claims): Date | null {
  const times = amr.filter(({ method }) => !NO_SIGN_IN.has(method)).map(({ timestamp }) => timestamp);
  return times.length === 0 ? null : new Date(Math.max(...times) * 1_000);
}

/** Only who it is. What the token says of roles and plans is never read: the database knows. */
export const toIdentity = (claims: Claims): ForeignIdentity => ({
  subject: claims.sub,
  email: claims.email,
  fullName: nameIn(claims.user_metadata["full_name"]) ?? nameIn(claims.user_metadata["name"]),
  authenticatedAt: lastSignIn(claims),
  expiresAt: claims.exp * 1_000,
});
