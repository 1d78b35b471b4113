import { type Context, type Hit, spanOf } from "../context.ts";
import { isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import { isOfEach } from "./each.ts";
import { lengthOf } from "./lengths.ts";
import { quote } from "./quote.ts";
import type { Breach } from "./rule.ts";

/** No text has so many things in so few words, whatever they are. */
const CROWDED_WORDS_MAX = 15;
const WORDS_PER_THING = 2;

/** "With fifteen code examples, in at most 6 words": things that the answer must have, and no room for them. */
export function crowded(context: Context): readonly Breach[] {
  const tight = lengthsIn(context).filter((hit) => {
    const { value, unit } = lengthOf(hit);
    return unit === "words" && (value === "max" || value === "exact") && lengthOf(hit).most <= CROWDED_WORDS_MAX;
  });
  const [first] = tight.filter((hit) => !isOfEach(hit) && !isOfNamedPart(hit));
  if (!first) return [];
  const most = Math.max(...thingsAsked(context, first), enumerated(first));
  return most * WORDS_PER_THING > lengthOf(first).most ? breach(first, `leaves no room for ${most} of anything`) : [];
}

/** "Cover the history, the prices, the staff and the parking": each named thing takes a word at least. */
function enumerated({ part, match: { sentence, from } }: Hit): number {
  const before = part.prose.slice(sentence.span[0], part.words[from]?.start);
  const named = before.split(/[,，、،;；]/u).filter((piece) => /[\p{L}\p{M}]{2}/u.test(piece)).length;
  return named >= NAMED_MIN ? named : 0;
}
const NAMED_MIN = 5;

/** Numbers that an order, "with" or "and" brings in and a thing follows. */
function thingsAsked({ task }: Context, tight: Hit): readonly number[] {
  const { words = [], prose = "" } = task ?? {};
  const counts = [0];
  for (let index = 0; index + 1 < words.length && counts.length < THINGS_MAX; index += 1) {
    const [before, number] = [words[index - 1], words[index]];
    const counter = COUNTERS.has(words[index + 1]?.text ?? "");
    const thing = counter ? (words[index + 2] ?? words[index + 1]) : words[index + 1];
    const count = number && numberOf(number.text);
    if (!number || !thing || count === undefined || count < 2 || count > 100) continue;
    if (task === tight.part && index >= tight.match.from && index < tight.match.to) continue;
    const brings =
      !before ||
      isFreeOrder(number) ||
      isFreeOrder(thing) ||
      ALSO.has(before.text) ||
      isIn(before, SETS.instruction | SETS.outputVerb | SETS.generic) ||
      WITH.has(before.text) ||
      /[,，、،]\s{0,4}$/u.test(prose.slice(Math.max(0, number.start - 5), number.start));
    if (
      brings &&
      !isIn(thing, SETS.function) &&
      !NOT_THINGS.has(thing.text) &&
      !NAMES.unit.has(thing.text) &&
      isTogether(prose, number, thing)
    )
      counts.push(count);
  }
  return counts;
}
/** "A headline of at most 15 words". */
const isOfNamedPart = ({ part, match: { sentence, from } }: Hit): boolean =>
  part.words
    .slice(Math.max(sentence.from, from - NAME_WORDS), from)
    .some((word) => isIn(word, SETS.subpart) && !isIn(word, SETS.jargon));
const NAME_WORDS = 3;

const isTogether = (prose: string, { end }: LexicalWord, { start }: LexicalWord): boolean =>
  /^(?:\s{0,8}|.{0,2})$/u.test(prose.slice(end, start));
const ALSO = new Set("also plus auch außerdem zusätzlich aussi également también además também ainda".split(" "));
/** Chinese and Japanese count with a word between the number and the thing. */
const COUNTERS = new Set("个 個 品 種類 座 位 名 家 道 首 张 只 人 回 点 の 条 种 份 本 つ 項 件".split(" "));
/** Parts of dates, times and sums. */
const NOT_THINGS = new Set("日 月 年 時 时 点 分 円 元 歳 岁 号 度 人 ساعة सान बजे रुपये तारीख".split(" "));
const THINGS_MAX = 50;
const WITH = new Set("with and plus con y mit und dazu avec et com e 和 与 及 と مع و और".split(" "));

/** More of them are a list. */
const LENGTHS_MAX = 200;

/** Lengths with a number. */
export const lengthsIn = (context: Context): readonly Hit[] =>
  context
    .concept("length")
    .filter(({ match }) => match.captures.number !== undefined)
    .slice(0, LENGTHS_MAX);

/** A number in figures or in words. */
export const numberOf = (text: string): number | undefined => {
  const number = /^\d{1,7}$/.test(text) ? text : NAMES.number.get(text);
  return number === undefined ? undefined : Number(number);
};

export const breach = (hit: Hit, what: string): Breach[] => [
  {
    field: hit.part.part,
    span: spanOf(hit),
    message: `"${quote(hit.part.text, spanOf(hit))}" ${what}. Give a length that can be kept.`,
    question: "How long should the answer be?",
  },
];
