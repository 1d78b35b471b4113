import { type Context, hasWord, type Hit, sentenceWords } from "../context.ts";
import { isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { isOfEach } from "./each.ts";
import { fragments } from "./fragments.ts";
import type { Statement } from "./statements.ts";

/** More statements than this are a list, and comparing them all would be quadratic. */
const STATEMENTS_MAX = 50;
/** Of how many phrases about a length it is asked what they say; text with more of them is no prompt. */
const PHRASES_MAX = 300;

const mentions = ({ part, match }: Hit, sets: number): boolean => hasWord(part, match.sentence, sets);

/** A limit on the whole answer in words, as wide as the unit can be read: only a sure conflict counts. */
export type LengthStatement = Statement & {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly count: number;
  /** The same limits in the unit's own number. */
  readonly low: number;
  readonly high: number;
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
  const said = context.concept("length").slice(0, PHRASES_MAX);
  const taken = (hit: Hit): boolean =>
    said.some(({ part, match }) => part === hit.part && match.from < hit.match.to && hit.match.from < match.to);
  const bare = fragments(context, "length")
    .slice(0, PHRASES_MAX)
    .filter((hit) => !taken(hit));
  return [...said, ...bare]
    .filter((hit) => hit.match.value !== "range" || rangeOf(hit) !== undefined || isAbout(hit))
    .filter((hit) => !mentions(hit, SETS.conditional))
    .filter((hit) => !isOfMaterial(hit))
    .filter((hit) => bare.includes(hit) || isTotal(hit) || isAboutTheWhole(context, hit))
    .slice(0, STATEMENTS_MAX)
    .map((hit) => (!isTotal(hit) && isOfPart(context, hit) ? atLeast(lengthOf(hit)) : lengthOf(hit)));
}

/** The whole is no shorter than a part of it, and may be longer. */
const atLeast = (statement: LengthStatement): LengthStatement =>
  isOfEach(statement.hit)
    ? { ...statement, low: 0, least: 0, high: Infinity, most: Infinity }
    : { ...statement, high: Infinity, most: Infinity };

/** Words that bring in the length of a result; without one, "the 2000-word article" is what is worked on. */
const RESULT = new Set(
  "in into to of exactly precisely auf zu genau exactamente a exactement à em para exatamente de".split(" "),
);
const WORKS_ON =
  /^(?:summar|shorten|condens|translat|rewrit|résum|résume|raccourc|tradu|resum|acort|encurt|fass|kürz|übersetz)/u;

function isOfMaterial({ part, match: { value, sentence, from } }: Hit): boolean {
  if (value !== "exact") return false;
  const [first] = sentenceWords(part, sentence);
  return first !== undefined && WORKS_ON.test(first.text) && !RESULT.has(part.words[from]?.text ?? "");
}

/** A summary is a part of an answer unless the answer is one. */
const SUMMARY = /^(?:summar|résum|resum|zusammenfass|fass|总结|摘要|概括|要約|要约|概要|لخص|ملخص|تلخيص|सारांश|सार)/u;

function isOfPart(context: Context, { part, match: { sentence } }: Hit): boolean {
  const named = sentenceWords(part, sentence).filter((word) => isIn(word, SETS.subpart));
  return named.some(({ text }) => !(SUMMARY.test(text) && isSummary(context)));
}

/** "Fass … zusammen" says it in two words. */
function isSummary({ task }: Context): boolean {
  const [ordered] = task?.sentences ?? [];
  return Boolean(
    task && ordered && sentenceWords(task, ordered).some(({ text }) => SUMMARY.test(text) || text === "zusammen"),
  );
}

/** Asked of every phrase, and the same for all of one sentence. */
const summaries = new WeakMap<Hit["match"]["sentence"], boolean>();

function namesSummary({ part, match: { sentence } }: Hit): boolean {
  const names = summaries.get(sentence) ?? sentenceWords(part, sentence).some(({ text }) => SUMMARY.test(text));
  summaries.set(sentence, names);
  return names;
}

const NO_WORD: LexicalWord = { text: "", start: 0, end: 0, sets: 0 };

/** "Everything in at most 50 words": said of the whole, whatever else the sentence is about. */
const isTotal = ({ part, match: { sentence, from } }: Hit): boolean =>
  part.words.slice(Math.max(sentence.from, from - 2), from).some((word) => isIn(word, SETS.reply));

/** "Describe the hero in two sentences" limits a part; an order that comes to its number at once limits the answer. */
const isAboutTheWhole = (context: Context, hit: Hit): boolean =>
  hit.match.from - hit.match.sentence.from <= 2 ||
  isOrdered(hit) ||
  isIn(hit.part.words[hit.match.from - 1] ?? NO_WORD, SETS.outputVerb) ||
  mentions(hit, SETS.reply) ||
  (namesSummary(hit) && isSummary(context)) ||
  (hit.part.part === "output" && opensClause(hit)) ||
  (hit.part === context.task && hit.match.sentence === context.task.sentences[0]);

const opensClause = ({ part, match }: Hit): boolean =>
  /[,;:、，；：،]\s{0,4}(?:\p{L}{1,8}\s{1,4})?$/u.test(part.prose.slice(0, part.words[match.from]?.start).slice(-16));

/** "Write more than 500 words", "Keep it under 100 words": nothing but the order stands before the number. */
const isOrdered = ({ part, match: { sentence, from } }: Hit): boolean =>
  part.words
    .slice(sentence.from, from)
    .every((word) => isIn(word, SETS.instruction | SETS.outputVerb | SETS.modal | SETS.function | SETS.generic));

/** What one phrase says about a length. */
export function lengthOf(hit: Hit): LengthStatement {
  const { value, captures } = hit.match;
  const unit = captures.unit ?? "";
  const count = Number(captures.number ?? 0);
  const per = WORDS_PER_UNIT[unit];
  const base = { hit, value, unit, count, low: 0, high: Infinity };
  if (value === "brief") return { ...base, least: 0, most: BRIEF_WORDS_MAX };
  if (value === "long") return { ...base, least: LONG_WORDS_MIN, most: Infinity };
  const range = value === "range" ? (rangeOf(hit) ?? about(count)) : undefined;
  if (per && range) {
    const [low, high] = range;
    return { ...base, low, high, least: Math.floor(low * per[0]), most: Math.ceil(high * per[1]) };
  }
  if (!per || captures.number === undefined || value === "range") return { ...base, least: 0, most: Infinity };
  const least = value === "max" ? 0 : Math.floor(count * per[0]);
  const most = value === "min" ? Infinity : Math.ceil(count * per[1]);
  return { ...base, low: value === "max" ? 0 : count, high: value === "min" ? Infinity : count, least, most };
}

/** From the smaller to the larger: a page has a paragraph at least, and that a sentence. */
const NESTED = ["sentences", "paragraphs", "pages"];

/** Sure only: units that cannot be compared, and soft words against numbers that may fit, are no conflict. */
export function lengthsConflict(a: LengthStatement, b: LengthStatement): boolean {
  const [soft, other] = [a, b].map(({ value }) => value === "brief" || value === "long");
  if (soft && other) return a.value !== b.value;
  if (a.unit !== "" && a.unit === b.unit) return a.high < b.low || b.high < a.low;
  const [inner, outer] = NESTED.indexOf(a.unit) < NESTED.indexOf(b.unit) ? [a, b] : [b, a];
  if (NESTED.includes(inner.unit) && inner.high < outer.low) return true;
  return a.most < b.least || b.most < a.least;
}

/** "About 400 words" has one number, and some room on both sides. */
const isAbout = ({ part, match: { from, to } }: Hit): boolean =>
  part.words.slice(from, to).filter(({ text }) => /^\d/.test(text)).length === 1;
const about = (count: number): readonly [number, number] => [Math.floor(0.7 * count), Math.ceil(1.4 * count)];

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
