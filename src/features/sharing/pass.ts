import { timingSafeEqual } from "node:crypto";
import type { Ports } from "../../contract/ports.ts";

/** As long as somebody may take to fill in a form. */
const PASS_SECONDS = 12 * 60 * 60;
const SHAPE = /^([0-9a-z]{1,9})\.([0-9]{1,10})\.([A-Za-z0-9_-]{43})$/;

type Bearer = { readonly tokenHash: Buffer; readonly passwordHash: string | null };
type Shown = Bearer & { readonly version: number };
type Mac = Pick<Ports["tokens"], "mac">;

/** Bound to the link, to the version that was shown and to the password it was shown for: a new password ends it. */
const digest = (tokens: Mac, { tokenHash, passwordHash, version }: Shown, end: string): Buffer =>
  tokens.mac("share_pass", [tokenHash.toString("hex"), version, end, passwordHash ?? ""].join("|"));

/**
 * Says that its bearer has been shown this version of the link, and may fill in its variables without another view. It is
 * worth no more than the page it is in: the text it gives is one its bearer has read.
 */
export function issuePass(tokens: Mac, shown: Shown, now: Date): string {
  const end = (Math.floor(now.getTime() / 1_000) + PASS_SECONDS).toString(36);
  return `${end}.${shown.version}.${digest(tokens, shown, end).toString("base64url")}`;
}

/** The version the pass was issued for; null for one that is forged, of another link or password, or over. */
export function readPass(tokens: Mac, pass: string, bearer: Bearer, now: Date): number | null {
  const [, end = "", version = "", mac = ""] = SHAPE.exec(pass) ?? [];
  if (mac === "" || parseInt(end, 36) * 1_000 <= now.getTime()) return null;
  const wanted = digest(tokens, { ...bearer, version: Number(version) }, end);
  return timingSafeEqual(Buffer.from(mac, "base64url"), wanted) ? Number(version) : null;
}
