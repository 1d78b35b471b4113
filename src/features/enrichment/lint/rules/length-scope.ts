import { type Context, hasWord, type Hit } from "../context.ts";
import { isIn, type LexicalWord, NAMED, SETS } from "../lexicon/index.ts";
import { mentions } from "./statements.ts";

/** Words that bring in the length of a result; without one, "the 2000-word article" is what is worked on. */
const RESULT = new Set(
  "in into to of exactly precisely auf zu genau exactamente a exactement à em para exatamente de".split(" "),
);
const WORKS_ON =
  /^(?:summar|shorten|condens|translat|rewrit|résum|résume|raccourc|tradu|resum|acort|encurt|fass|kürz|übersetz)/u;

export function isOfMaterial({ part, match: { value, sentence, from } }: Hit): boolean {
  if (value !== "exact") return false;
  const [first] = sentence.words;
  return first !== undefined && WORKS_ON.test(first.text) && !RESULT.has(part.words[from]?.text ?? "");
}

/** A summary is a part of an answer unless the answer is one. */
const SUMMARY = /^(?:summar|résum|resum|zusammenfass|fass|总结|摘要|概括|要約|要约|概要|لخص|ملخص|تلخيص|सारांश|सार)/u;

export function isOfPart(context: Context, { match: { sentence, from, to } }: Hit): boolean {
  if (!hasWord(sentence, SETS.subpart)) return false;
  const named = sentence.words.filter(
    (word, index, words) =>
      isIn(word, SETS.subpart) &&
      !isIn(word, SETS.reply) &&
      !PERSON.has(words[index + 1]?.text ?? "") &&
      !(sentence.from + index >= from && sentence.from + index < to) &&
      !(isIn(word, NAMED.unit) && isNear(words, index, NAMED.number)) &&
      !isNear(words, index, SETS.negation),
  );
  return named.some(({ text }) => !(SUMMARY.test(text) && isSummary(context)));
}

/** Whether one of the two words before belongs to the sets. */
const isNear = (words: readonly LexicalWord[], index: number, sets: number): boolean =>
  [words[index - 1], words[index - 2]].some((word) => word !== undefined && isIn(word, sets));

/** "First person" is a way of telling, and no first part. */
const PERSON = new Set("person persona personne pessoa".split(" "));

/** "Fass … zusammen" says it in two words. */
function isSummary({ task }: Context): boolean {
  const [ordered] = task?.sentences ?? [];
  return Boolean(task && ordered && ordered.words.some(({ text }) => SUMMARY.test(text) || text === "zusammen"));
}

/** Asked of every phrase, and the same for all of one sentence. */
const summaries = new WeakMap<Hit["match"]["sentence"], boolean>();

function namesSummary({ match: { sentence } }: Hit): boolean {
  const names = summaries.get(sentence) ?? sentence.words.some(({ text }) => SUMMARY.test(text));
  summaries.set(sentence, names);
  return names;
}

const NO_WORD: LexicalWord = { text: "", start: 0, end: 0, stem: "", sets: 0, languages: [] };

/** "Everything in at most 50 words": said of the whole, whatever else the sentence is about. */
export const isTotal = ({ part, match: { sentence, from, to } }: Hit): boolean =>
  part.words.slice(Math.max(sentence.from, from - 2), from).some((word) => isIn(word, SETS.reply)) ||
  TOTAL.test(
    part.words
      .slice(to, Math.min(sentence.to, to + 2))
      .map(({ text }) => text)
      .join(" "),
  );
const TOTAL = /^(?:in total|altogether|overall|insgesamt|zusammen|en total|no total|au total|in all)/u;

/** "Describe the hero in two sentences" limits a part; an order that comes to its number at once limits the answer. */
export const isAboutTheWhole = (context: Context, hit: Hit): boolean =>
  hit.match.from - hit.match.sentence.from <= 2 ||
  isClause(hit) ||
  isOrdered(hit) ||
  isIn(hit.part.words[hit.match.from - 1] ?? NO_WORD, SETS.outputVerb) ||
  mentions(hit, SETS.reply) ||
  (namesSummary(hit) && isSummary(context)) ||
  (["min", "max"].includes(hit.match.value) && mentions(hit, SETS.modal)) ||
  ((hit.part.part === "output" || isFragment(hit)) &&
    (opensClause(hit) || (hit.part.part !== "requirements" && isHead(hit)))) ||
  (hit.part === context.task && hit.match.sentence === firstOrder(context.task));

/** "One paragraph of up to 90 words.", behind the task and without an order. */
const isFragment = ({ part, match: { sentence } }: Hit): boolean =>
  (part.part === "requirements" || (part.part === "task" && sentence !== part.sentences[0])) &&
  sentence.to - sentence.from <= FRAGMENT_WORDS_MAX &&
  !hasWord(sentence, SETS.instruction | SETS.outputVerb);
const FRAGMENT_WORDS_MAX = 12;

/** What the task is: its first order, else its first sentence. */
const firstOrder = (task: Hit["part"]): Hit["match"]["sentence"] | undefined =>
  task.sentences.find(({ from }) => isIn(task.words[from] ?? NO_WORD, SETS.instruction | SETS.outputVerb)) ??
  task.sentences[0];

/** "A friendly letter of": the first words of the part say what the whole is. */
const isHead = ({ part, match: { sentence, from } }: Hit): boolean =>
  from - sentence.from <= HEAD_WORDS_MAX &&
  !/[,;:、，；：]/u.test(part.prose.slice(sentence.span[0], part.words[from]?.start));
const HEAD_WORDS_MAX = 5;

/** "First person, 250 to 300 words, no dialogue": nothing else stands between its commas. */
const isClause = (hit: Hit): boolean =>
  hit.part.part !== "context" &&
  opensClause(hit) &&
  /^\s{0,4}(?:[,;.!)、，；。！،؛।]|\n|$)/u.test(
    hit.part.prose.slice(hit.part.words[hit.match.to - 1]?.end).slice(0, 8),
  );

const opensClause = ({ part, match }: Hit): boolean =>
  /[,;:、，；：،]\s{0,4}(?:\p{L}{1,8}(?:\s{1,4}|['’]))?$/u.test(
    part.prose.slice(0, part.words[match.from]?.start).slice(-16),
  );

/** "Write more than 500 words", "Keep it under 100 words": nothing but the order stands before the number. */
const isOrdered = ({ part, match: { sentence, from } }: Hit): boolean =>
  part.words
    .slice(sentence.from, from)
    .every((word) => isIn(word, SETS.instruction | SETS.outputVerb | SETS.modal | SETS.function | SETS.generic));
