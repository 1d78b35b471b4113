import type { PartText } from "../context.ts";
import { isContentWord, isIn, SETS } from "../lexicon/index.ts";

/** A stretch of words, by their indexes. */
export type Stretch = { readonly part: PartText; readonly from: number; readonly to: number };

/** Words about the matter that two sayings of one thing share; a character of a script without spaces is half a word. */
const SHARED_MIN = 7;
const SHARE_OF_SHORT = 0.8;
const SHARE_OF_LONG = 0.65;
/** Stretches remembered for each word; older ones of common words are forgotten, so that long texts stay linear. */
const REMEMBERED_MAX = 8;

/** `exact` holds the numbers and how often something is denied: there other words say another thing. */
type Known = {
  readonly stretch: Stretch;
  readonly words: ReadonlySet<string>;
  readonly weight: number;
  readonly exact: string;
  /** What it shares with the stretch that was asked about last, and which one that was. */
  shared: number;
  asked: Known | null;
};

/** Finds what says again in other words what was said before. */
export class Paraphrases {
  readonly #byWord = new Map<string, Known[]>();

  /** The earlier stretch that says the same, or undefined; the stretch is remembered either way. */
  earlier(stretch: Stretch): Stretch | undefined {
    const known = read(stretch);
    if (known.weight < SHARED_MIN) return undefined;
    const same = this.#sameAs(known);
    for (const word of known.words) {
      const list = this.#byWord.get(word);
      if (!list) this.#byWord.set(word, [known]);
      else if (list.push(known) > REMEMBERED_MAX) list.shift();
    }
    return same?.stretch;
  }

  #sameAs(known: Known): Known | undefined {
    const near: Known[] = [];
    for (const word of known.words) {
      for (const other of this.#byWord.get(word) ?? []) {
        if (other.asked !== known) {
          other.asked = known;
          other.shared = 0;
        }
        const before = other.shared;
        other.shared += weight(word);
        if (before < SHARED_MIN && other.shared >= SHARED_MIN) near.push(other);
      }
    }
    return near.find((other) => isSame(known, other));
  }
}

function read(stretch: Stretch): Known {
  const words = new Set<string>();
  const exact: string[] = [];
  for (let index = stretch.from; index < stretch.to; index += 1) {
    const word = stretch.part.words[index];
    if (!word) break;
    if (isFigure(word.text)) exact.push(word.text);
    else if (isIn(word, SETS.negation)) exact.push("not");
    else if (isContentWord(word)) words.add(word.stem);
  }
  return { stretch, words, weight: weightOf(words), exact: exact.join(" "), shared: 0, asked: null };
}

const isSame = (known: Known, { exact, shared, weight: other }: Known): boolean =>
  exact === known.exact &&
  shared >= SHARE_OF_SHORT * Math.min(known.weight, other) &&
  shared >= SHARE_OF_LONG * Math.max(known.weight, other);

const isFigure = (text: string): boolean => text.charCodeAt(0) >= 48 && text.charCodeAt(0) <= 57;
const weight = (word: string): number => (word.length === 1 && word.charCodeAt(0) > 0x2e80 ? 0.5 : 1);

function weightOf(words: ReadonlySet<string>): number {
  let sum = 0;
  for (const word of words) sum += weight(word);
  return sum;
}
