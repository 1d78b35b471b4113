import { type Context, hasWord, type Hit, spanOf } from "../context.ts";
import { isIn, NAMED, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import type { Sentence } from "../text/words.ts";
import { fragments, TRANSLATION } from "./fragments.ts";
import { quote } from "./quote.ts";

/** Something the prompt says about the answer as a whole. */
export type Statement = { readonly hit: Hit; readonly value: string };

/** More statements of one kind than this are a list, and comparing them all would be quadratic. */
const STATEMENTS_MAX = 50;

export const mentions = ({ match }: Hit, sets: number): boolean => hasWord(match.sentence, sets);

/** Says which language the whole answer has; a sentence with a condition or with two languages does not. */
export function languageStatements(context: Context): readonly Statement[] {
  const languages = perSentence(languagesIn);
  const said = context.concept("answer-language");
  const known = new Set(said.map(({ match }) => match.sentence));
  const bare = fragments(context, "answer-language").filter(({ match }) => !known.has(match.sentence));
  const order = perSentence(translationOrder);
  return limited(
    [...said, ...bare.filter((hit) => !mentions(hit, SETS.subpart))]
      .filter((hit) => !mentions(hit, SETS.conditional))
      .filter((hit) => (hit.match.value === "translation" ? order(hit) < hit.match.from : languages(hit) === 1))
      .map((hit) => ({ hit, value: hit.match.captures.language ?? "" })),
  );
}

/** Said of a part, or forbidden; what follows a format only tells what is in it. */
export const isOfPart = ({ part, match: { sentence, from } }: Hit): boolean => {
  const { words, prose } = part;
  for (let index = from - 1; index >= Math.max(sentence.from, from - CLAUSE_WORDS_MAX); index -= 1) {
    const word = words[index];
    if (!word || CLAUSE.test(prose.slice(word.end, words[index + 1]?.start))) return false;
    if (isIn(word, SETS.subpart | SETS.negation)) return true;
  }
  return false;
};
export const CLAUSE_WORDS_MAX = 40;
const CLAUSE = /[,;，；،]/u;

export function toneStatements(context: Context): readonly Statement[] {
  return limited(
    [...context.concept("tone"), ...fragments(context, "tone")]
      .filter((hit) => !mentions(hit, SETS.conditional) && !isOfPart(hit))
      .map((hit) => ({ hit, value: hit.match.value })),
  );
}

/** Orders only: "the text is in the past tense" says nothing about the answer, but "past tense" among the rules does. */
export function tenseStatements(context: Context): readonly Statement[] {
  return limited(
    context
      .concept("tense")
      .filter(
        (hit) => hit.part.part !== "context" && !mentions(hit, SETS.conditional) && !isOfPiece(hit) && !isDenied(hit),
      )
      .filter((hit) => isBare(hit) || mentions(hit, SETS.instruction | SETS.modal | SETS.outputVerb))
      .map((hit) => ({ hit, value: hit.match.value })),
  );
}

/** "Every bullet in the past tense" is about them all. */
const isOfPiece = (hit: Hit): boolean => isOfPart(hit) && !(mentions(hit, SETS.every) && mentions(hit, NAMED.unit));

/** A few words behind the task: "Present tense." */
const isBehind = (sentences: readonly Sentence[], sentence: Sentence): boolean =>
  sentence !== sentences[0] && sentence.to - sentence.from <= BEHIND_WORDS_MAX;
const BEHIND_WORDS_MAX = 6;

const isBare = ({ part: { part, words, prose, sentences }, match }: Hit): boolean =>
  (part === "style" || part === "output" || part === "requirements" || isBehind(sentences, match.sentence)) &&
  (match.from - match.sentence.from <= 1 ||
    CLAUSE.test(prose.slice(words[match.from - 1]?.end, words[match.from]?.start)));

/** A negation shortly before a phrase; farther off it denies something else. */
const isDenied = ({ part, match }: Hit): boolean =>
  part.words
    .slice(Math.max(match.sentence.from, match.from - 3), match.from)
    .some((word, index, words) => isIn(word, SETS.negation) && (index === words.length - 1 || !WITHOUT.has(word.text)));
/** These deny the next word only. */
const WITHOUT = new Set("without sin ohne sans sem".split(" "));

export const limited = (statements: readonly Statement[]): readonly Statement[] => statements.slice(0, STATEMENTS_MAX);

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
