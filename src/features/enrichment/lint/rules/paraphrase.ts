import type { PartText } from "../context.ts";
import { isContentWord, isIn, SETS } from "../lexicon/index.ts";

/** A stretch of words, by their indexes. */
export type Stretch = { readonly part: PartText; readonly from: number; readonly to: number };

/** A plural and its singular agree in this many letters. */
const STEM_LETTERS = 5;
/** Words about the matter that two sayings of one thing share; a character of a script without spaces is half a word. */
const SHARED_MIN = 7;
const SHARE_OF_SHORT = 0.8;
const SHARE_OF_LONG = 0.65;
/** Stretches remembered for each word; older ones of common words are forgotten, so that long texts stay linear. */
const REMEMBERED_MAX = 8;

/** `exact` holds the numbers and how often something is denied: there other words say another thing. */
type Known = { readonly stretch: Stretch; readonly words: ReadonlySet<string>; readonly exact: string };

/** Finds what says again in other words what was said before. */
export class Paraphrases {
  readonly #byWord = new Map<string, Known[]>();

  /** The earlier stretch that says the same, or undefined; the stretch is remembered either way. */
  earlier(stretch: Stretch): Stretch | undefined {
    const known = read(stretch);
    if (weightOf(known.words) < SHARED_MIN) return undefined;
    const shared = new Map<Known, number>();
    for (const word of known.words) {
      for (const other of this.#byWord.get(word) ?? []) shared.set(other, (shared.get(other) ?? 0) + weight(word));
    }
    const [same] = [...shared].find(([other, common]) => isSame(known, other, common)) ?? [];
    for (const word of known.words) {
      const list = this.#byWord.get(word);
      if (!list) this.#byWord.set(word, [known]);
      else if (list.push(known) > REMEMBERED_MAX) list.shift();
    }
    return same?.stretch;
  }
}

function read(stretch: Stretch): Known {
  const words = new Set<string>();
  const exact: string[] = [];
  for (const word of stretch.part.words.slice(stretch.from, stretch.to)) {
    if (/^\d/.test(word.text)) exact.push(word.text);
    else if (isIn(word, SETS.negation)) exact.push("not");
    else if (isContentWord(word)) words.add(word.text.slice(0, STEM_LETTERS));
  }
  return { stretch, words, exact: exact.join(" ") };
}

const isSame = (a: Known, b: Known, shared: number): boolean => {
  const [short, long] = [weightOf(a.words), weightOf(b.words)].sort((x, y) => x - y);
  return (
    a.exact === b.exact &&
    shared >= SHARED_MIN &&
    shared >= SHARE_OF_SHORT * (short ?? 0) &&
    shared >= SHARE_OF_LONG * (long ?? 0)
  );
};

const weight = (word: string): number => (word.length === 1 && word.charCodeAt(0) > 0x2e80 ? 0.5 : 1);

function weightOf(words: ReadonlySet<string>): number {
  let sum = 0;
  for (const word of words) sum += weight(word);
  return sum;
}
