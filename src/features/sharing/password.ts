import { isUtf8 } from "node:buffer";
import { z } from "zod";
import type { RequestFacts } from "../../scope.ts";

export const PASSWORD_LENGTH_MAX = 128;
/** Far longer than a password may be: what is shorter gets the answer of a wrong one, not of a wrong shape. */
const TRY_LENGTH_MAX = 4_096;

/** One password typed on two keyboards gives the same bytes, and a header, which loses outer spaces, can carry it. */
const typed = (): z.ZodString => z.string().normalize("NFKC").trim();

export const SharePassword = typed()
  .min(1)
  .max(PASSWORD_LENGTH_MAX)
  .regex(/^[^\p{Cc}]*$/u, "must not contain control characters")
  .meta({ description: "Asked of everybody who opens the link" });

export const PasswordTry = typed().max(TRY_LENGTH_MAX);

/** The password of `X-Share-Password`, or null when the request brings none. */
export function passwordOf({ headers }: Pick<RequestFacts, "headers">): string | null {
  const value = headers["x-share-password"];
  if (typeof value !== "string") return null;
  // Node reads headers as latin1; most programs write them as UTF-8, fetch in a browser as latin1.
  const bytes = Buffer.from(value, "latin1");
  const text = isUtf8(bytes) ? bytes.toString("utf8") : value;
  return text.normalize("NFKC").trim() || null;
}
