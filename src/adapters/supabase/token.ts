import { z } from "zod";
import { acceptableClaims, type Claims } from "./claims.ts";

export const TOKEN_LENGTH_MAX = 8_192;
const SHAPE = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** A token must not say where its key is found (`jku`, `jwk`, `x5u`, `x5c`), nor want more understood than there is. */
const FORBIDDEN = ["jku", "jwk", "x5u", "x5c", "crit"];

const typ = z.string().toUpperCase().pipe(z.literal("JWT")).optional();
const Header = z
  .looseObject({ typ })
  .refine((header) => FORBIDDEN.every((name) => !(name in header)))
  .pipe(
    z.union([
      z.object({ alg: z.enum(["ES256", "RS256"]), kid: z.string().min(1).max(200) }),
      z.object({ alg: z.literal("HS256") }),
    ]),
  );
export type Header = z.output<typeof Header>;

const parse = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? "", "base64url").toString());

export type ReadToken = { readonly header: Header; readonly claims: Claims };

/**
 * What a token says of itself, nothing of it proven. Null when even by that it is not for us: most garbage ends here,
 * without a signature computed or anybody asked.
 */
export function readToken(token: string, issuer: string, now: Date): ReadToken | null {
  if (token.length > TOKEN_LENGTH_MAX) return null;
  const [, head, body] = SHAPE.exec(token) ?? [];
  try {
    const { data: header } = Header.safeParse(parse(head));
    const claims = header ? acceptableClaims(parse(body), issuer, now) : null;
    return header && claims ? { header, claims } : null;
  } catch {
    return null; // not JSON
  }
}
