import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether a token (JWS compact form, HS256) was signed with the project's legacy secret. */
export function isSignedWith(secret: string, token: string): boolean {
  const end = token.lastIndexOf(".");
  const expected = createHmac("sha256", secret).update(token.slice(0, end)).digest();
  const given = Buffer.from(token.slice(end + 1), "base64url");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
