import { fold } from "./fold.ts";

/** Longer ones are data, not words; both texts and questions are cut here. */
const WORD_MAX = 64;
/** Scripts whose words stand together without a space, or (Hangul) carry their particles. */
const DENSE =
  "[[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]&&[\\p{L}\\p{M}\\p{N}]]";
/** Joiners and soft hyphens stand inside words. */
const SPACED = `[[\\p{L}\\p{M}\\p{N}\\u00AD\\u200C\\u200D\\u2060]--${DENSE}]`;
const PIECE = new RegExp(`(${DENSE}+)|${SPACED}+`, "gv");
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** A stretch of the original text, and what it says: folded words, or the folded characters of a dense script. */
export type Piece = {
  readonly start: number;
  readonly end: number;
  readonly dense: boolean;
  readonly words: readonly string[];
};

/** Code points, so that no pair of surrogates is torn. */
export const charactersOf = (text: string): string[] => Array.from(text);

const shortened = (word: string): string =>
  word.length <= WORD_MAX ? word : charactersOf(word).slice(0, WORD_MAX).join("");

const toPiece = (match: RegExpExecArray): Piece => {
  const dense = match[1] !== undefined;
  const said = fold(match[0]).match(WORD) ?? [];
  return {
    start: match.index,
    end: match.index + match[0].length,
    dense,
    words: dense ? said.flatMap(charactersOf) : said.map(shortened),
  };
};

/** Cuts text at everything that is no letter, mark or digit, and where the script changes its way of writing words. */
export function* piecesOf(text: string): Generator<Piece> {
  for (const match of text.matchAll(PIECE)) yield toPiece(match);
}

/** Every two neighbours and the last alone: each character begins one word, so that any part of a run can be found. */
export const pairsOf = (characters: readonly string[]): string[] =>
  characters.map((character, index) => character + (characters[index + 1] ?? ""));

const PLAIN = /^[\0-\x7F]*$/;

/** The words a text is found by, in its order. */
export function wordsOf(text: string): string[] {
  // The same by a shorter way: most long texts are English or code.
  if (PLAIN.test(text)) return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(shortened);
  return [...piecesOf(text)].flatMap(({ dense, words }) => (dense ? pairsOf(words) : words));
}
