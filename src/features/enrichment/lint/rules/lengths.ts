import { type Context, type Hit } from "../context.ts";
import { isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import { isOfEach } from "./each.ts";
import { fragments } from "./fragments.ts";
import { isAboutTheWhole, isOfMaterial, isOfPart, isTotal } from "./length-scope.ts";
import { mentions, type Statement } from "./statements.ts";

/** More statements than this are a list, and comparing them all would be quadratic. */
const STATEMENTS_MAX = 50;
/** Of how many phrases about a length it is asked what they say; text with more of them is no prompt. */
const PHRASES_MAX = 300;

/** A limit on the whole answer in words, as wide as the unit can be read: only a sure conflict counts. */
export type LengthStatement = Statement & {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly count: number;
  /** The same limits in the unit's own number. */
  readonly low: number;
  readonly high: number;
  /** What a phrase about a part of the answer says of that part. */
  readonly own?: LengthStatement;
};

/** Fewest and most words one unit can reasonably have. */
const WORDS_PER_UNIT: Record<string, readonly [number, number]> = {
  words: [1, 1],
  sentences: [2, 60],
  lines: [1, 40],
  paragraphs: [15, 400],
  pages: [100, 800],
  characters: [0.05, 0.5],
  bullets: [1, Infinity],
  items: [1, Infinity],
};
const BRIEF_WORDS_MAX = 300;
const LONG_WORDS_MIN = 120;

export function lengthStatements(context: Context): readonly LengthStatement[] {
  const said = context.concept("length").slice(0, PHRASES_MAX);
  const taken = (hit: Hit): boolean => said.some((other) => overlap(hit, other));
  const bare = fragments(context, "length")
    .slice(0, PHRASES_MAX)
    .filter((hit) => !taken(hit));
  // "60 to 100 words of text" is one length, though its end reads as another.
  const single = said.filter(
    (hit) => hit.match.value !== "exact" || !said.some((other) => other.match.value !== "exact" && overlap(hit, other)),
  );
  return [...single, ...bare]
    .filter((hit) => hit.match.value !== "range" || rangeOf(hit) !== undefined || isAbout(hit))
    .filter((hit) => !mentions(hit, SETS.conditional) || holdsCondition(hit))
    .filter((hit) => !isOfMaterial(hit))
    .map((hit) => ({ hit, whole: bare.includes(hit) || isTotal(hit) || isAboutTheWhole(context, hit) }))
    .filter(({ hit, whole }) => whole || isOfPiece(hit))
    .slice(0, STATEMENTS_MAX)
    .map(({ hit, whole }) =>
      !whole || (!isTotal(hit) && isOfPart(context, hit)) ? atLeast(lengthOf(hit)) : lengthOf(hit),
    );
}

/** "Limite-se a duas frases": its word for "if" is a pronoun. */
const holdsCondition = ({ part, match: { from, to } }: Hit): boolean =>
  part.words.slice(from, to).some((word) => isIn(word, SETS.conditional));

const overlap = (a: Hit, b: Hit): boolean =>
  a.part === b.part && a.match.from < b.match.to && b.match.from < a.match.to;

/** "Give your reasons in three paragraphs": a piece of the answer, which has room for it or has not. */
const isOfPiece = ({ part, match: { sentence, value } }: Hit): boolean => {
  const first = part.words[sentence.from];
  return (
    (part.part === "output" || part.part === "requirements") &&
    (value === "exact" || value === "min" || value === "range") &&
    first !== undefined &&
    isIn(first, SETS.instruction | SETS.outputVerb)
  );
};

/** The whole is no shorter than a part of it, and may be longer. */
const atLeast = (statement: LengthStatement): LengthStatement =>
  isOfEach(statement.hit)
    ? { ...statement, low: 0, least: 0, high: Infinity, most: Infinity }
    : { ...statement, high: Infinity, most: Infinity, own: statement };

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
  // Two limits in one sentence are on one thing, whatever it is.
  if (a.own && b.own && a.unit === b.unit && a.hit.match.sentence === b.hit.match.sentence)
    return lengthsConflict(a.own, b.own);
  const [soft, other] = [a, b].map(({ value }) => value === "brief" || value === "long");
  if (soft && other) return a.value !== b.value;
  if (a.unit !== "" && a.unit === b.unit) return a.high < b.low || b.high < a.low;
  const [inner, outer] = NESTED.indexOf(a.unit) < NESTED.indexOf(b.unit) ? [a, b] : [b, a];
  if (NESTED.includes(inner.unit) && inner.high < outer.low) return true;
  return a.most < b.least || b.most < a.least;
}

/** "About 400 words" has one number, and some room on both sides. */
const isAbout = ({ part, match: { from, to } }: Hit): boolean =>
  part.words.slice(from, to).filter((word) => numberOf(word) !== undefined).length === 1;
const about = (count: number): readonly [number, number] => [Math.floor(0.7 * count), Math.ceil(1.4 * count)];

/** The two numbers of "60 to 100 words" or "two to four"; "1,240 words" has one, whatever stands between its digits. */
export function rangeOf({ part, match }: Hit): readonly [low: number, high: number] | undefined {
  const [first, second] = part.words.slice(match.from, match.to).filter((word) => numberOf(word) !== undefined);
  if (!first || !second) return undefined;
  const between = part.prose.slice(first.end, second.start);
  const [low, high] = [numberOf(first) ?? 0, numberOf(second) ?? 0];
  return low < high && /[\p{L}\p{M}–—~〜～-]/u.test(between) && !/[,.;]/.test(between) ? [low, high] : undefined;
}

function numberOf({ text }: LexicalWord): number | undefined {
  const number = /^\d{1,7}$/.test(text) ? text : NAMES.number.get(text);
  return number === undefined ? undefined : Number(number);
}

/** Words that a text of this length has at the least when nothing says that it may be shorter. */
export const fewestWords = ({ value, unit, count, least }: LengthStatement): number =>
  value === "max" ? 0 : Math.max(least, Math.floor(count * (WORDS_PER_UNIT[unit]?.[0] ?? 0)));
