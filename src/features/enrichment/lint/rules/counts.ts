import { type Context, hasWord, type PartText } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import { fold } from "../text/fold.ts";
import type { Sentence } from "../text/words.ts";

const wordsOf = (source: string): ReadonlySet<string> => new Set(source.split(/\s+/).map(fold));
const EXACTLY = wordsOf("exactly precisely genau exactamente exactement exatamente justo");
const LEAST = wordsOf("least minimum mindestens wenigstens menos mínimo moins minimum");
const MOST = wordsOf("most maximum höchstens maximal máximo mucho plus sumo");
/** Where the word that bounds a number stands before it: "at least five", "a minimum of five". */
const BOUND_WORDS = 2;
const COUNTS_MAX = 50;

type Count = {
  readonly part: PartText;
  readonly sentence: Sentence;
  readonly stem: string;
  readonly low: number;
  readonly high: number;
  readonly isBound: boolean;
};
export type CountConflict = { readonly part: PartText; readonly sentence: Sentence; readonly other: Count };

/** "Write exactly five questions" and "List ten questions": one thing, in numbers that exclude each other. */
export function countConflicts({ parts }: Context): readonly CountConflict[] {
  const counts = parts
    .filter(({ part }) => part !== "context" && part !== "role")
    .flatMap((part) => part.sentences.flatMap((sentence) => countsIn(part, sentence)))
    .slice(0, COUNTS_MAX);
  return counts.flatMap((count, index) => {
    const other = counts.slice(0, index).find((earlier) => exclude(earlier, count));
    return other ? [{ part: count.part, sentence: count.sentence, other }] : [];
  });
}

const exclude = (a: Count, b: Count): boolean =>
  a.stem === b.stem && a.sentence !== b.sentence && (a.isBound || b.isBound) && (a.high < b.low || b.high < a.low);

function countsIn(part: PartText, sentence: Sentence): readonly Count[] {
  if (hasWord(sentence, SETS.conditional | SETS.every | SETS.negation)) return [];
  const found: Count[] = [];
  for (let at = sentence.from; at + 1 < sentence.to; at += 1) {
    const number = numberOf(part.words[at]);
    const thing = part.words[at + 1];
    if (number === undefined || number < 2 || !thing || isFreeOrder(thing)) continue;
    if (NAMES.unit.has(thing.text) || !isContentWord(thing) || numberOf(thing) !== undefined) continue;
    const count = countAt(part, sentence, at, number);
    if (count) found.push({ ...count, part, sentence, stem: thing.stem });
  }
  return found;
}

/** With a bound, or as all that an order or a fragment asks for. */
function countAt(
  part: PartText,
  sentence: Sentence,
  at: number,
  number: number,
): Pick<Count, "low" | "high" | "isBound"> | null {
  const { words, prose } = part;
  const lead = words.slice(Math.max(sentence.from, at - BOUND_WORDS), at);
  const says = (set: ReadonlySet<string>): boolean => lead.some(({ text }) => set.has(text));
  if (says(EXACTLY)) return { low: number, high: number, isBound: true };
  if (says(LEAST)) return { low: number, high: Infinity, isBound: true };
  if (says(MOST)) return { low: 0, high: number, isBound: true };
  const before = words[at - 1];
  const ordered = before !== undefined && at - sentence.from === 1 && isIn(before, SETS.instruction | SETS.outputVerb);
  const alone = at === sentence.from && /^\s{0,4}(?:[,;.:]|$)/u.test(prose.slice(words[at + 1]?.end, sentence.span[1]));
  return ordered || alone ? { low: number, high: number, isBound: false } : null;
}

const numberOf = (word: LexicalWord | undefined): number | undefined => {
  if (word === undefined) return undefined;
  const number = /^\d{1,4}$/.test(word.text) ? word.text : NAMES.number.get(word.text);
  return number === undefined ? undefined : Number(number);
};
