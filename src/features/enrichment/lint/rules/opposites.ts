import { type Context, hasWord, type PartText, protectedIn } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import type { Sentence } from "../text/words.ts";

/** A longer sentence says too much to be the mere opposite of another. */
const ORDER_WORDS_MAX = 30;
/** Words that two sentences must share when nothing else shows that they are orders. */
const MATTER_MIN = 3;
/** What is forbidden in so few words is forbidden wholly: "do not give examples", and not "examples from the text". */
const WHOLE_WORDS_MAX = 5;
/** Orders compared with each prohibition; more of them are a list. */
const ORDERS_MAX = 50;

/** A sentence and where it stands. */
export type Place = { readonly part: PartText; readonly sentence: Sentence };
export type Order = Place & {
  /** The bare matter, by which an order and its mere opposite are equal. */
  readonly key: string;
  /** The same without numbers and words such as "any", each word by its stem. */
  readonly stems: readonly string[];
  readonly negations: number;
};
export type Opposites = { readonly later: Place; readonly earlier: Place };

/** Orders given once with "do" and once with "do not", and prohibitions of what another order asks for. */
export function opposites(context: Context): readonly Opposites[] {
  const parts = context.parts.filter(({ part }) => part !== "context");
  if (!parts.some((part) => part.words.some((word) => isIn(word, SETS.negation)))) return [];
  const orders = parts.flatMap((part) => part.sentences.flatMap((sentence) => orderOf(part, sentence) ?? []));
  return [...sameMatter(orders), ...wholly(orders), ...bareBans(parts)];
}

/** "One file, under 60 lines, no commentary" and "Add a paragraph of commentary": a thing alone is forbidden in a clause. */
function bareBans(parts: readonly PartText[]): readonly Opposites[] {
  const places = parts
    .filter(({ part }) => part !== "role")
    .flatMap((part) => part.sentences.map((sentence) => ({ part, sentence })));
  const bans = places.flatMap(({ part, sentence }) => bansIn(part, sentence)).slice(0, ORDERS_MAX);
  if (bans.length === 0) return [];
  const orders = places
    .filter(({ sentence }) => hasWord(sentence, SETS.instruction) && !hasWord(sentence, UNSURE))
    .slice(0, ORDERS_MAX);
  return bans.flatMap((ban) => {
    const other = orders.find(({ part, sentence }) => sentence !== ban.sentence && bringsIn(part, sentence, ban.stem));
    return other ? [isBefore(other, ban) ? { later: ban, earlier: other } : { later: other, earlier: ban }] : [];
  });
}
const UNSURE = SETS.negation | SETS.only | SETS.conditional;

type Ban = Place & { readonly stem: string };

/** Between two marks, a word that denies and the thing. */
function bansIn(part: PartText, sentence: Sentence): readonly Ban[] {
  if (!hasWord(sentence, SETS.negation) || hasWord(sentence, SETS.conditional | SETS.subpart)) return [];
  const { words, prose } = part;
  const bans: Ban[] = [];
  for (let at = sentence.from; at + 1 < sentence.to; at += 1) {
    const [denial, thing] = [words[at], words[at + 1]];
    if (!denial || !thing || !isIn(denial, SETS.negation) || !isContentWord(thing)) continue;
    if (isFreeOrder(thing) || isIn(thing, SETS.instruction | SETS.outputVerb)) continue;
    const opens =
      at === sentence.from || /[,;]\s{0,4}$/u.test(prose.slice(Math.max(0, denial.start - 6), denial.start));
    const ends = /^\s{0,4}(?:[,;.!]|\n|$)/u.test(prose.slice(thing.end, thing.end + 6));
    if (opens && ends) bans.push({ part, sentence, stem: thing.stem });
  }
  return bans;
}

/** Whether the thing stands there with an article, a number or "of" before it, or right behind the verb. */
const bringsIn = ({ words }: PartText, sentence: Sentence, stem: string): boolean =>
  words.slice(sentence.from + 1, sentence.to).some(({ text }, index) => {
    const before = words[sentence.from + index];
    if (!text.startsWith(stem) || before === undefined) return false;
    return BRINGS.has(before.text) || isNumber(before) || isIn(before, SETS.instruction);
  });
const BRINGS = new Set("a an of with un una de con ein eine einen mit une des avec um uma com".split(" "));

function sameMatter(orders: readonly Order[]): readonly Opposites[] {
  const seen = new Map<string, Order>();
  return orders.flatMap((order) => {
    const other = seen.get(order.key);
    if (!other) seen.set(order.key, order);
    return other && other.negations !== order.negations ? [{ later: order, earlier: other }] : [];
  });
}

/** "Give three examples" asks for what "Do not give any examples" forbids. */
function wholly(orders: readonly Order[]): readonly Opposites[] {
  const asked = new Map<string, Order[]>();
  for (const order of orders) {
    if (order.negations > 0 || hasWord(order.sentence, SETS.only)) continue;
    for (const stem of order.stems) {
      const list = asked.get(stem) ?? [];
      if (list.length < ORDERS_MAX) list.push(order);
      asked.set(stem, list);
    }
  }
  return orders
    .filter(({ negations, stems }) => negations > 0 && stems.length > 0 && stems.length <= WHOLE_WORDS_MAX)
    .slice(0, ORDERS_MAX)
    .flatMap((ban) => {
      const other = asked.get(ban.stems.at(-1) ?? "")?.find((order) => asksFor(order, ban));
      if (!other || other.key === ban.key) return [];
      return [isBefore(other, ban) ? { later: ban, earlier: other } : { later: other, earlier: ban }];
    });
}

const isBefore = (a: Place, b: Place): boolean =>
  a.part === b.part ? a.sentence.from < b.sentence.from : a.part.part < b.part.part;

/** A verb alone forbids what begins with it; a thing alone forbids so many of it. */
function asksFor(order: Order, ban: Order): boolean {
  if (ban.stems.length > 1)
    return ban.stems.every((stem, index) =>
      order.stems.some((other, at) => other === stem || (index === 0 && isMood(other, stem, at === 0))),
    );
  if (isVerb(ban)) return order.stems[0] === ban.stems[0] || isFreeOrder(order.part.words[order.sentence.from]);
  return numbered(order).has(ban.stems[0] ?? "");
}

/** "Say" and "sa", as a verb is kept without its mood; of two verbs either may be the shorter one ("di", "digas"). */
const isMood = (other: string, stem: string, isFirst: boolean): boolean =>
  (stem.length > 1 && other.startsWith(stem)) || (isFirst && other.length > 1 && stem.startsWith(other));

const isVerb = ({ sentence, stems: [stem] }: Order): boolean =>
  sentence.words.some((word) => isIn(word, SETS.instruction | SETS.outputVerb) && isStem(word, stem));

const isStem = ({ text }: LexicalWord, stem: string | undefined): boolean =>
  stem !== undefined && text.startsWith(stem);

/** Stems of the words that stand right behind a number. */
function numbered({ sentence }: Order): ReadonlySet<string> {
  const words = sentence.words;
  return new Set(
    words
      .filter((_, index) => isNumber(words[index - 1]) || (isNumber(words[index - 2]) && index > 1))
      .map(({ stem }) => stem),
  );
}

const isNumber = (word: LexicalWord | undefined): boolean =>
  word !== undefined && (/^\d{1,7}$/.test(word.text) || NAMES.number.has(word.text));

/** Romance languages forbid in another mood than they order in: "menciona", "no menciones". */
const moodless = (verb: string): string => verb.slice(0, Math.max(2, Math.min(4, verb.length - 1)));

/** The bare matter of an order and whether it is forbidden; null for what is no order or hangs on a condition. */
function orderOf(part: PartText, sentence: Sentence): Order | null {
  const first = part.words[sentence.from];
  if (!first || sentence.to - sentence.from > ORDER_WORDS_MAX) return null;
  if (hasWord(sentence, SETS.conditional)) return null;
  const words = sentence.words;
  const matter = words.filter((word) => !isIn(word, SETS.negation | SETS.modal | SETS.function));
  const isFree = isFreeOrder(first);
  const places = isFree ? [first, ...words.slice(-2)] : [first];
  const isSure = places.some((word) => isIn(word, SETS.instruction | SETS.negation | SETS.modal));
  if (matter.length < (isSure ? 1 : MATTER_MIN)) return null;
  const kept = protectedIn(part, sentence.span);
  const texts = matter.map(({ text }, index) => (index === 0 && matter.length > 1 && !isFree ? moodless(text) : text));
  return {
    part,
    sentence,
    key: [...texts, ...kept].join(" "),
    stems: isSure ? stemsOf(matter, isFree, kept) : [],
    negations: words.filter((word) => isIn(word, SETS.negation)).length,
  };
}

function stemsOf(matter: readonly LexicalWord[], isFree: boolean, kept: readonly string[]): readonly string[] {
  const telling = matter.filter((word) => !isIn(word, SETS.every) && !isNumber(word));
  return [...telling.map(({ text, stem }, index) => (index === 0 && !isFree ? moodless(text) : stem)), ...kept];
}
