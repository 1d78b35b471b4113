import { SETS } from "../lexicon/index.ts";
import { type Context, hasWord, type Hit, spanOf } from "../context.ts";
import { NAMES } from "../lexicon/names.ts";
import type { Sentence } from "../text/words.ts";
import { quote } from "./quote.ts";

/** Something the prompt says about the answer as a whole. */
export type Statement = { readonly hit: Hit; readonly value: string };

/** More statements of one kind than this are a list, and comparing them all would be quadratic. */
const STATEMENTS_MAX = 50;

const mentions = ({ part, match }: Hit, sets: number): boolean => hasWord(part, match.sentence, sets);

/** Says which language the whole answer has; a sentence with a condition or with two languages does not. */
export function languageStatements(context: Context): readonly Statement[] {
  const languages = perSentence(languagesIn);
  const order = perSentence(translationOrder);
  return limited(
    context
      .concept("answer-language")
      .filter((hit) => !mentions(hit, SETS.conditional))
      .filter((hit) => (hit.match.value === "translation" ? order(hit) < hit.match.from : languages(hit) === 1))
      .map((hit) => ({ hit, value: hit.match.captures.language ?? "" })),
  );
}

export function formatStatements(context: Context): readonly Statement[] {
  return limited(
    context
      .concept("answer-format")
      .filter((hit) => !mentions(hit, SETS.conditional | SETS.subpart | SETS.negation))
      .map((hit) => ({ hit, value: hit.match.captures.format ?? hit.match.value }))
      .filter(({ value }) => value !== "table"),
  );
}

export function formatBans(context: Context): readonly Statement[] {
  return limited(
    context
      .concept("format-ban")
      .filter((hit) => !mentions(hit, SETS.conditional | SETS.subpart))
      .map((hit) => ({ hit, value: hit.match.captures.format ?? "" })),
  );
}

export function toneStatements(context: Context): readonly Statement[] {
  return limited(
    context
      .concept("tone")
      .filter((hit) => !mentions(hit, SETS.conditional | SETS.subpart | SETS.negation))
      .map((hit) => ({ hit, value: hit.match.value })),
  );
}

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
    .filter(({ match }) => match.value !== "range")
    .filter((hit) => !mentions(hit, SETS.conditional | SETS.subpart) && isAboutTheWhole(context, hit))
    .slice(0, STATEMENTS_MAX)
    .map(toLength);
}

/** "Describe the hero in two sentences" limits a part; an order that comes to its number at once limits the answer. */
const isAboutTheWhole = (context: Context, hit: Hit): boolean =>
  hit.match.from - hit.match.sentence.from <= 2 ||
  mentions(hit, SETS.reply) ||
  (hit.part === context.task && hit.match.sentence === context.task.sentences[0]);

function toLength(hit: Hit): LengthStatement {
  const { value, captures } = hit.match;
  const unit = captures.unit ?? "";
  const count = Number(captures.number ?? 0);
  const per = WORDS_PER_UNIT[unit];
  const base = { hit, value, unit, count };
  if (value === "brief") return { ...base, least: 0, most: BRIEF_WORDS_MAX };
  if (value === "long") return { ...base, least: LONG_WORDS_MIN, most: Infinity };
  if (!per || captures.number === undefined) return { ...base, least: 0, most: Infinity };
  const least = value === "max" ? 0 : Math.floor(count * per[0]);
  const most = value === "min" ? Infinity : Math.ceil(count * per[1]);
  return { ...base, least, most };
}

const limited = (statements: readonly Statement[]): readonly Statement[] => statements.slice(0, STATEMENTS_MAX);

const TRANSLATION = /^(translat|tradu|übersetz)/;

/** Where a sentence first orders a translation, as an index into the words; Infinity when it does not. */
function translationOrder({ part, match: { sentence } }: Hit): number {
  const index = part.words.slice(sentence.from, sentence.to).findIndex(({ text }) => TRANSLATION.test(text));
  return index < 0 ? Infinity : sentence.from + index;
}

/** Reads each sentence once: one sentence can hold thousands of statements, and reading it for each would be quadratic. */
function perSentence<T>(read: (hit: Hit) => T): (hit: Hit) => T {
  const known = new Map<Sentence, { readonly result: T }>();
  return (hit) => {
    const entry = known.get(hit.match.sentence) ?? { result: read(hit) };
    known.set(hit.match.sentence, entry);
    return entry.result;
  };
}

const languagesIn = ({ part, match }: Hit): number =>
  new Set(
    part.words.slice(match.sentence.from, match.sentence.to).flatMap(({ text }) => NAMES.language.get(text) ?? []),
  ).size;

/** The words of a statement, to be shown in a message. */
export const quoteOf = (hit: Hit): string => quote(hit.part.text, spanOf(hit));
