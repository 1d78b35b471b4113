import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const MARK = "xmlp_";
const SECRET_BYTES = 32;
/** 256 bits in base 62. */
const SECRET_LENGTH = 43;
/** 32 bits in base 62. */
const CHECKSUM_LENGTH = 6;
const PREFIX_LENGTH = 11;

/** What leak scanners look for (docs/security.md); the last six characters are a checksum, so a find can be proved offline. */
export const API_KEY_PATTERN = "xmlp_[0-9A-Za-z]{49}";
const SHAPE = new RegExp(`^${API_KEY_PATTERN}$`);

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest /= 62n) text = (DIGITS[Number(rest % 62n)] ?? "") + text;
  return text;
}

const checksumOf = (secret: string): string => base62(BigInt(crc32(secret)), CHECKSUM_LENGTH);

/** 256 random bits that say what they are. */
export function newApiKey(): string {
  const secret = base62(BigInt(`0x${randomBytes(SECRET_BYTES).toString("hex")}`), SECRET_LENGTH);
  return MARK + secret + checksumOf(secret);
}

/** Whether a text can be a key at all. CRC-32 finds every change of one character, so a mistyped key costs no query. */
export function isApiKey(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const secret = text.slice(MARK.length, MARK.length + SECRET_LENGTH);
  return text.slice(MARK.length + SECRET_LENGTH) === checksumOf(secret);
}

/** What is shown of a key, so that its owner can tell which one it is. */
export const prefixOf = (key: string): string => key.slice(0, PREFIX_LENGTH);

/** What is cached of a key, for every secret of it, stands under this tag. */
export const apiKeyTag = (keyId: string): string => `api_key:${keyId}`;
