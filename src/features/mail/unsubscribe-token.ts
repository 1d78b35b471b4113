import { timingSafeEqual } from "node:crypto";
import type { Tokens } from "../../contract/ports.ts";
import { KINDS, type OptionalKind } from "./kinds.ts";

const ID_BYTES = 16;
const HASH_BYTES = 32;
const MAC_BYTES = 16;
const BODY_BYTES = 1 + ID_BYTES + HASH_BYTES;
/** Base64url of all of it. */
const SHAPE = /^[A-Za-z0-9_-]{87}$/;

/** Who wants no mail of which kind any more; the digest of the address outlives the account. */
export type Unsubscription = {
  readonly userId: string;
  readonly kind: OptionalKind;
  readonly addressHash: Buffer;
};
type Keyed = Pick<Tokens, "mac">;

/** What the suppression table keeps of an address: nothing that could be guessed without the server's secret. */
export const hashOfAddress = (tokens: Keyed, address: string): Buffer =>
  tokens.mac("mail.address", address.toLowerCase());

const signatureOf = (tokens: Keyed, body: Buffer): Buffer =>
  tokens.mac("mail.unsubscribe", body.toString("base64url")).subarray(0, MAC_BYTES);

/**
 * The token of a link to unsubscribe: signed, of one person and one kind of mail, and without an end, because mail is read
 * years later. It can do nothing else.
 */
export function unsubscribeToken(tokens: Keyed, { userId, kind, addressHash }: Unsubscription): string {
  const id = Buffer.from(userId.replaceAll("-", ""), "hex");
  const body = Buffer.concat([Buffer.from([KINDS.indexOf(kind)]), id, addressHash]);
  return Buffer.concat([body, signatureOf(tokens, body)]).toString("base64url");
}

/** Null for a token we never made. */
export function readUnsubscribeToken(tokens: Keyed, token: string): Unsubscription | null {
  if (!SHAPE.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  const body = bytes.subarray(0, BODY_BYTES);
  if (!timingSafeEqual(signatureOf(tokens, body), bytes.subarray(BODY_BYTES))) return null;
  const kind = KINDS[body[0] ?? KINDS.length];
  if (kind === undefined) return null;
  const hex = body.subarray(1, 1 + ID_BYTES).toString("hex");
  const userId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  return { userId, kind, addressHash: Buffer.from(body.subarray(1 + ID_BYTES)) };
}
