import { wordsOf } from "./words.ts";

const BITS = 64;
const HALF = 32;
/** Shorter texts are alike by chance. */
const WORDS_MIN = 12;
const WORDS_MAX = 20_000;
const [HIGH_SEED, LOW_SEED] = [0x811c9dc5, 0x9747b28c];

/** 32 well-mixed bits of a word: FNV-1a over its characters, then the finish of MurmurHash3. */
function hash32(word: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const bitOf = (hash: number, bit: number): number => (hash >>> bit) & 1;

/**
 * A 64-bit SimHash of the text's words as a signed decimal, for a `bigint` column: near-duplicates differ in few bits
 * (Charikar 2002; Manku, Jain and Das Sarma 2007). The order of words does not count.
 * Null for a text too short to tell.
 */
export function simhashOf(text: string): string | null {
  const words = wordsOf(text).slice(0, WORDS_MAX);
  if (words.length < WORDS_MIN) return null;
  const weights = new Float64Array(BITS);
  let all = 0;
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const [word, count] of counts) {
    const weight = Math.sqrt(count); // everyday words are in every text and must not outweigh the others
    const [high, low] = [hash32(word, HIGH_SEED), hash32(word, LOW_SEED)];
    all += weight;
    for (let bit = 0; bit < HALF; bit += 1) {
      weights[bit] = (weights[bit] ?? 0) + weight * bitOf(low, bit);
      weights[HALF + bit] = (weights[HALF + bit] ?? 0) + weight * bitOf(high, bit);
    }
  }
  let simhash = 0n;
  for (const [bit, weight] of weights.entries()) if (weight > all / 2) simhash |= 1n << BigInt(bit);
  return BigInt.asIntN(BITS, simhash).toString();
}
