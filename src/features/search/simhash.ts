import { createHash } from "node:crypto";
import { fold } from "./fold.ts";

const BITS = 64;
const SHINGLE = 3;
/** Shorter texts are alike by chance. */
const WORDS_MIN = 12;
const WORDS_MAX = 5_000;

/**
 * A 64-bit SimHash of the text as a signed decimal, for a `bigint` column: near-duplicates differ in few bits (Charikar
 * 2002; Manku, Jain and Das Sarma 2007). Null for a text too short to tell.
 */
export function simhashOf(text: string): string | null {
  const words =
    fold(text)
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, WORDS_MAX) ?? [];
  if (words.length < WORDS_MIN) return null;
  const weights = new Int32Array(BITS);
  for (let start = 0; start + SHINGLE <= words.length; start += 1) {
    const digest = createHash("md5")
      .update(words.slice(start, start + SHINGLE).join(" "))
      .digest();
    const hash = digest.readBigUInt64BE(0);
    for (let bit = 0; bit < BITS; bit += 1) weights[bit] = (weights[bit] ?? 0) + ((hash >> BigInt(bit)) & 1n ? 1 : -1);
  }
  let hash = 0n;
  for (let bit = 0; bit < BITS; bit += 1) if ((weights[bit] ?? 0) > 0) hash |= 1n << BigInt(bit);
  return BigInt.asIntN(BITS, hash).toString();
}
