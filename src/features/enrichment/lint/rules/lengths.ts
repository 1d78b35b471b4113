import { type Context, hasWord, type Hit } from "../context.ts";
import { isIn, SETS } from "../lexicon/index.ts";
import type { Statement } from "./statements.ts";

/** More statements than this are a list, and comparing them all would be quadratic. */
const STATEMENTS_MAX = 50;

const mentions = ({ part, match }: Hit, sets: number): boolean => hasWord(part, match.sentence, sets);

/** A limit on the whole answer in words, as wide as the unit can be read: only a sure conflict counts. */
export type LengthStatement = Statement & {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly count: number;
};

/** Fewest and most words one unit can reasonably have. */
const WORDS_PER_UNIT: Record<string, readonly [number, number]> = {
  words: [1, 1],
  sentences: [2, 60],
  lines: [1, 40],
  paragraphs: [10, 400],
  pages: [100, 800],
  characters: [0.05, 0.5],
};
const BRIEF_WORDS_MAX = 300;
const LONG_WORDS_MIN = 120;

export function lengthStatements(context: Context): readonly LengthStatement[] {
  return context
    .concept("length")
    .filter((hit) => hit.match.value !== "range" || rangeOf(hit) !== undefined)
    .filter((hit) => !mentions(hit, SETS.conditional))
    .filter((hit) => isTotal(hit) || (!mentions(hit, SETS.subpart) && isAboutTheWhole(context, hit)))
    .slice(0, STATEMENTS_MAX)
    .map(lengthOf);
}

/** "Everything in at most 50 words": said of the whole, whatever else the sentence is about. */
const isTotal = ({ part, match: { sentence, from } }: Hit): boolean =>
  part.words.slice(Math.max(sentence.from, from - 2), from).some((word) => isIn(word, SETS.reply));

/** "Describe the hero in two sentences" limits a part; an order that comes to its number at once limits the answer. */
const isAboutTheWhole = (context: Context, hit: Hit): boolean =>
  hit.match.from - hit.match.sentence.from <= 2 ||
  mentions(hit, SETS.reply) ||
  (hit.part === context.task && hit.match.sentence === context.task.sentences[0]);

/** What one phrase says about a length. */
export function lengthOf(hit: Hit): LengthStatement {
  const { value, captures } = hit.match;
  const unit = captures.unit ?? "";
  const count = Number(captures.number ?? 0);
  const per = WORDS_PER_UNIT[unit];
  const base = { hit, value, unit, count };
  if (value === "brief") return { ...base, least: 0, most: BRIEF_WORDS_MAX };
  if (value === "long") return { ...base, least: LONG_WORDS_MIN, most: Infinity };
  const range = value === "range" ? rangeOf(hit) : undefined;
  if (per && range) return { ...base, least: Math.floor(range[0] * per[0]), most: Math.ceil(range[1] * per[1]) };
  if (!per || captures.number === undefined || value === "range") return { ...base, least: 0, most: Infinity };
  const least = value === "max" ? 0 : Math.floor(count * per[0]);
  const most = value === "min" ? Infinity : Math.ceil(count * per[1]);
  return { ...base, least, most };
}

/** The two numbers of "60 to 100 words"; "1,240 words" has one, whatever stands between its digits. */
export function rangeOf({ part, match }: Hit): readonly [low: number, high: number] | undefined {
  const [first, second] = part.words.slice(match.from, match.to).filter(({ text }) => /^\d{1,7}$/.test(text));
  if (!first || !second) return undefined;
  const between = part.prose.slice(first.end, second.start);
  const [low, high] = [Number(first.text), Number(second.text)];
  return low < high && /[\p{L}\p{M}–—~〜～-]/u.test(between) && !/[,.;]/.test(between) ? [low, high] : undefined;
}

/** Words that a text of this length has at the least when nothing says that it may be shorter. */
export const fewestWords = ({ value, unit, count, least }: LengthStatement): number =>
  value === "max" ? 0 : Math.max(least, Math.floor(count * (WORDS_PER_UNIT[unit]?.[0] ?? 0)));
