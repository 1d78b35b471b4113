import type { Sentence, Word } from "../text/words.ts";
import type { Capture, Concept, Pattern } from "./lexicon.ts";

export type Match = {
  readonly concept: Concept;
  readonly value: string;
  readonly captures: { readonly [C in Capture]?: string };
  /** Indexes into the words, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly sentence: Sentence;
};

/** A number in figures need not be listed. */
const DIGITS = /^\d{1,7}$/;

const NONE: readonly Pattern[] = [];

export class Matcher {
  readonly #byFirst = new Map<string, Pattern[]>();
  readonly #byNumber: Pattern[] = [];

  constructor(patterns: readonly Pattern[]) {
    for (const pattern of patterns) {
      const first = pattern.slots[0];
      if (first?.capture === "number") this.#byNumber.push(pattern);
      for (const word of first?.words.keys() ?? []) {
        const list = this.#byFirst.get(word);
        if (list) list.push(pattern);
        else this.#byFirst.set(word, [pattern]);
      }
    }
  }

  /** Every pattern at every word, never across the end of a sentence: words x patterns of one first word. */
  matches(words: readonly Word[], sentences: readonly Sentence[]): readonly Match[] {
    const found: Match[] = [];
    for (const sentence of sentences) {
      for (let index = sentence.from; index < sentence.to; index += 1) {
        const text = words[index]?.text ?? "";
        for (const pattern of this.#byFirst.get(text) ?? NONE) collect(found, pattern, words, sentence, index);
        if (text.charCodeAt(0) > 57 || !DIGITS.test(text)) continue;
        for (const pattern of this.#byNumber) collect(found, pattern, words, sentence, index);
      }
    }
    return found;
  }
}

function collect(found: Match[], pattern: Pattern, words: readonly Word[], sentence: Sentence, from: number): void {
  if (!canFollow(pattern, words, sentence, from + 1)) return;
  const captures: { [C in Capture]?: string } = {};
  const to = matchFrom(pattern, 0, words, sentence.to, from, captures);
  if (to < 0) return;
  found.push({ concept: pattern.concept, value: pattern.value, captures, from, to, sentence });
}

/** Most patterns fail at their second word, which is cheap to see. */
function canFollow({ slots }: Pattern, words: readonly Word[], { to }: Sentence, index: number): boolean {
  const [first, second] = slots;
  if (!second || second.optional || first?.optional) return true;
  const text = index < to ? words[index]?.text : undefined;
  return text !== undefined && (second.words.has(text) || digits(second.capture, text) !== undefined);
}

function matchFrom(
  pattern: Pattern,
  slotIndex: number,
  words: readonly Word[],
  limit: number,
  index: number,
  captures: { [C in Capture]?: string },
): number {
  const slot = pattern.slots[slotIndex];
  if (!slot) return index;
  const text = index < limit ? words[index]?.text : undefined;
  const meaning = text === undefined ? undefined : (slot.words.get(text) ?? digits(slot.capture, text));
  if (meaning !== undefined) {
    const end = matchFrom(pattern, slotIndex + 1, words, limit, index + 1, captures);
    if (end >= 0) {
      if (slot.capture) captures[slot.capture] = meaning;
      return end;
    }
  }
  return slot.optional ? matchFrom(pattern, slotIndex + 1, words, limit, index, captures) : -1;
}

const digits = (capture: Capture | null, text: string): string | undefined =>
  capture === "number" && DIGITS.test(text) ? text : undefined;
