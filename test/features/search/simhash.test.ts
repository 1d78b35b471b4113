import { expect, test } from "vitest";
import { simhashOf } from "../../../src/features/search/simhash.ts";

/** Repeatable chance (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = chance(11);
/** Words as frequent as in a language: the tenth commonest a tenth as often as the commonest. */
const word = (): string => `w${Math.floor(5_000 ** random())}`;
const textOf = (count: number): string[] => Array.from({ length: count }, word);

function bitsBetween(one: string[], other: string[]): number {
  const [a, b] = [simhashOf(one.join(" ")), simhashOf(other.join(" "))];
  let differing = BigInt.asUintN(64, BigInt(a!) ^ BigInt(b!));
  let bits = 0;
  for (; differing > 0n; differing >>= 1n) bits += Number(differing & 1n);
  return bits;
}

test("texts that fold to the same words have the same hash, which fits a bigint", () => {
  const words = textOf(100);
  const hash = simhashOf(words.join(" "));
  expect(hash).toMatch(/^-?\d{1,19}$/);
  expect(BigInt.asIntN(64, BigInt(hash!))).toBe(BigInt(hash!));
  expect(simhashOf(`  ${words.join("\n").toUpperCase()}!`)).toBe(hash);
});

test("one word changed in 200 leaves at least eight texts of ten within three bits", () => {
  const within = Array.from({ length: 300 }, (_, index) => {
    const words = textOf(200);
    return bitsBetween(words, words.with(Math.floor(random() * 200), `other${index}`));
  }).filter((bits) => bits <= 3);
  expect(within.length).toBeGreaterThan(240);
});

test("unrelated texts of the same language are far apart", () => {
  const bits = Array.from({ length: 300 }, () => bitsBetween(textOf(200), textOf(200)));
  expect(Math.min(...bits)).toBeGreaterThan(6);
});

test("a text too short to tell has none, and one of a script without spaces has one", () => {
  expect(simhashOf("Summarise the text below.")).toBeNull();
  expect(simhashOf("")).toBeNull();
  expect(simhashOf("请把下面的文字总结成三句话，并且用简单的语言说明。")).not.toBeNull();
});
