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

/** Patterns that begin with one word, by the word that must come second; the others are tried at each place. */
type Bucket = { readonly open: Pattern[]; readonly bySecond: Map<string, Pattern[]>; readonly byNumber: Pattern[] };
/** Sorted by their second words when a text first has the first: all of them at once would take 30 MB and half a second. */
type Begun = { readonly patterns: Pattern[]; bucket: Bucket | null };

export class Matcher {
  readonly #byFirst = new Map<string, Begun>();
  readonly #byNumber: Bucket = bucket();

  constructor(patterns: readonly Pattern[]) {
    for (const pattern of patterns) {
      const first = pattern.slots[0];
      if (first?.capture === "number") put(this.#byNumber, pattern);
      for (const word of first?.words.keys() ?? []) {
        const known = this.#byFirst.get(word);
        if (known) known.patterns.push(pattern);
        else this.#byFirst.set(word, { patterns: [pattern], bucket: null });
      }
    }
  }

  /** Every pattern at every word, never across the end of a sentence: words x patterns of one first and second word. */
  matches(words: readonly Word[], sentences: readonly Sentence[]): readonly Match[] {
    const found: Match[] = [];
    for (const sentence of sentences) {
      for (let index = sentence.from; index < sentence.to; index += 1) {
        const text = words[index]?.text ?? "";
        const known = this.#byFirst.get(text);
        if (known) collectAll(found, (known.bucket ??= bucketOf(known.patterns)), words, sentence, index);
        if (text.charCodeAt(0) > 57 || !DIGITS.test(text)) continue;
        collectAll(found, this.#byNumber, words, sentence, index);
      }
    }
    return found;
  }
}

const bucket = (): Bucket => ({ open: [], bySecond: new Map(), byNumber: [] });

function bucketOf(patterns: readonly Pattern[]): Bucket {
  const sorted = bucket();
  for (const pattern of patterns) put(sorted, pattern);
  return sorted;
}

function put({ open, bySecond, byNumber }: Bucket, pattern: Pattern): void {
  const next = mayComeSecond(pattern);
  if (!next) {
    open.push(pattern);
    return;
  }
  if (next.some(({ capture }) => capture === "number")) byNumber.push(pattern);
  for (const word of new Set(next.flatMap(({ words }) => [...words.keys()]))) {
    const list = bySecond.get(word);
    if (list) list.push(pattern);
    else bySecond.set(word, [pattern]);
  }
}

/** The slots whose words may follow the first: optional ones, up to one that must be there. Null when none has to follow. */
function mayComeSecond({ slots: [first, ...rest] }: Pattern): Pattern["slots"] | null {
  const must = rest.findIndex(({ optional }) => !optional);
  return first?.optional || must < 0 ? null : rest.slice(0, must + 1);
}

function collectAll(
  found: Match[],
  { open, bySecond, byNumber }: Bucket,
  words: readonly Word[],
  sentence: Sentence,
  index: number,
): void {
  for (const pattern of open) collect(found, pattern, words, sentence, index);
  const next = index + 1 < sentence.to ? words[index + 1]?.text : undefined;
  if (next === undefined) return;
  for (const pattern of bySecond.get(next) ?? NONE) collect(found, pattern, words, sentence, index);
  if (byNumber.length === 0 || next.charCodeAt(0) > 57 || !DIGITS.test(next)) return;
  for (const pattern of byNumber) collect(found, pattern, words, sentence, index);
}

const NONE: readonly Pattern[] = [];

function collect(found: Match[], pattern: Pattern, words: readonly Word[], sentence: Sentence, from: number): void {
  const captures: { [C in Capture]?: string } = {};
  const to = matchFrom(pattern, 0, words, sentence.to, from, captures);
  if (to < 0) return;
  found.push({ concept: pattern.concept, value: pattern.value, captures, from, to, sentence });
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
