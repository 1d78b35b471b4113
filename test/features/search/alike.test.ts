import { expect, test } from "vitest";
import { isAlike, likePatterns, slipsBetween } from "../../../src/features/search/alike.ts";

/** What LIKE would say of a title, with the spaces at its ends that the index has. */
const isLike = (title: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll("%", ".*").replaceAll("_", ".")}$`, "u").test(` ${title} `);

/** Everything one slip makes of a word: a letter left out, put in, exchanged, or swapped with its neighbour. */
function slipsOf(word: string): string[] {
  const slips: string[] = [];
  for (let at = 0; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    slips.push(`${before}x${after}`);
    if (after !== "") slips.push(before + after.slice(1), `${before}x${after.slice(1)}`);
    if (after.length > 1) slips.push(before + after.charAt(1) + after.charAt(0) + after.slice(2));
  }
  return slips;
}

test.each(["mail", "inbox", "letter", "summary", "reviewer", "translator", "documentation"])(
  "whatever one slip makes of %s, the index finds titles with the word, and the word is taken for it",
  (word) => {
    for (const typed of slipsOf(word).filter(({ length }) => length >= 4)) {
      expect(isAlike(typed, word), typed).toBe(true);
      const patterns = likePatterns(typed);
      expect(
        patterns.some((pattern) => isLike(`a ${word} of mine`, pattern)),
        typed,
      ).toBe(true);
      expect(patterns.length).toBeLessThan(32);
    }
  },
);

test("a word that begins like what was typed has no slip, and another word is not taken for it", () => {
  expect(slipsBetween("summ", "summary")).toBe(0);
  expect(slipsBetween("sumary", "summary")).toBe(1);
  expect(slipsBetween("docmentatino", "documentation")).toBe(2);
  expect(slipsBetween("cat", "car")).toBeNull();
  expect(slipsBetween("house", "mouse")).toBe(1);
  expect(slipsBetween("house", "table")).toBeNull();
});
