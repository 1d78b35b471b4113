import { type Context, hasWord, type Hit, sentenceWords, spanOf } from "../context.ts";
import { isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import type { Sentence } from "../text/words.ts";
import { fragments } from "./fragments.ts";
import { quote } from "./quote.ts";

/** Something the prompt says about the answer as a whole. */
export type Statement = { readonly hit: Hit; readonly value: string };

/** More statements of one kind than this are a list, and comparing them all would be quadratic. */
const STATEMENTS_MAX = 50;

const mentions = ({ part, match }: Hit, sets: number): boolean => hasWord(part, match.sentence, sets);

/** Says which language the whole answer has; a sentence with a condition or with two languages does not. */
export function languageStatements(context: Context): readonly Statement[] {
  const languages = perSentence(languagesIn);
  const bare = fragments(context, "answer-language");
  const order = perSentence(translationOrder);
  return limited(
    [...context.concept("answer-language"), ...bare]
      .filter((hit) => !mentions(hit, SETS.conditional) && !(bare.includes(hit) && mentions(hit, SETS.subpart)))
      .filter((hit) => (hit.match.value === "translation" ? order(hit) < hit.match.from : languages(hit) === 1))
      .map((hit) => ({ hit, value: hit.match.captures.language ?? "" })),
  );
}

export function formatStatements(context: Context): readonly Statement[] {
  const hits = [...context.concept("answer-format"), ...bareFormats(context)];
  return limited(
    hits
      .filter((hit) => hit.match.value === BARE || !(mentions(hit, SETS.conditional) || isOfPart(hit)))
      // A table or a list can stand beside other forms, so only a ban says that there must be none.
      .filter(({ match: { captures } }) => captures.format !== "table" && captures.format !== "list")
      .map((hit) => ({ hit, value: hit.match.captures.format ?? hit.match.value })),
  );
}

/** Said of a part, or forbidden; what follows a format only tells what is in it. */
const isOfPart = ({ part, match: { sentence, from } }: Hit): boolean =>
  part.words.slice(sentence.from, from).some((word) => isIn(word, SETS.subpart | SETS.negation));

const BARE = "bare";
const BARE_WORDS = 2;

/** In the part about the answer, a format that begins a sentence is the answer's: "CSV with a header". */
function bareFormats({ parts }: Context): readonly Hit[] {
  const output = parts.find(({ part }) => part === "output");
  if (!output) return [];
  return output.sentences.flatMap((sentence) => {
    const end = Math.min(sentence.to, sentence.from + BARE_WORDS);
    for (let from = sentence.from; from < end; from += 1) {
      const format = NAMES.format.get(output.words[from]?.text ?? "");
      if (format === undefined) continue;
      const match = {
        concept: "answer-format",
        value: BARE,
        captures: { format },
        from,
        to: from + 1,
        sentence,
      } as const;
      return [{ part: output, match }];
    }
    return [];
  });
}

export function formatBans(context: Context): readonly Statement[] {
  return limited(
    context
      .concept("format-ban")
      .filter((hit) => !mentions(hit, SETS.conditional | SETS.subpart))
      .map((hit) => ({ hit, value: hit.match.captures.format ?? "" })),
  );
}

/** Words of another sentence that order what a ban forbids: "in a table", "als Liste", "make a table". */
export function formatMention(context: Context, ban: Statement): string | undefined {
  for (const part of context.parts) {
    if (part.part === "context" || part.part === "role") continue;
    for (const sentence of part.sentences) {
      if (sentence === ban.hit.match.sentence || hasWord(part, sentence, SETS.conditional)) continue;
      const words = sentenceWords(part, sentence);
      const at = words.findIndex(({ text }) => NAMES.format.get(text) === ban.value);
      const isBan = words.some((word, index) => index < at && isIn(word, SETS.negation));
      if (at >= 0 && !isBan && (part.part === "output" || isFormOf(words, at))) return quote(part.text, sentence.span);
    }
  }
  return undefined;
}

/** Words that make of a format the form of the answer. */
const FORM = new Set("in as into en como als zu dans sous em como numa num".split(" "));
const FORM_WORDS = 3;

const isFormOf = (words: readonly LexicalWord[], at: number): boolean => {
  if (isFreeOrder(words[at])) return words.some((word) => isIn(word, SETS.instruction | SETS.outputVerb | SETS.modal));
  for (let index = at - 1; index >= Math.max(0, at - FORM_WORDS); index -= 1) {
    const word = words[index];
    if (!word || FORM.has(word.text)) return word !== undefined;
    if (isIn(word, SETS.instruction | SETS.outputVerb)) return true;
    if (!isIn(word, SETS.function | SETS.jargon) && !/ed$|é$/.test(word.text)) return false;
  }
  return false;
};

export function toneStatements(context: Context): readonly Statement[] {
  return limited(
    [...context.concept("tone"), ...fragments(context, "tone")]
      .filter((hit) => !mentions(hit, SETS.conditional | SETS.subpart | SETS.negation))
      .map((hit) => ({ hit, value: hit.match.value })),
  );
}

/** Orders only: "the text is in the past tense" says nothing about the answer, but "past tense" among the rules does. */
export function tenseStatements(context: Context): readonly Statement[] {
  return limited(
    context
      .concept("tense")
      .filter((hit) => hit.part.part !== "context" && !mentions(hit, SETS.conditional | SETS.subpart) && !isDenied(hit))
      .filter((hit) => isBare(hit) || mentions(hit, SETS.instruction | SETS.modal | SETS.outputVerb))
      .map((hit) => ({ hit, value: hit.match.value })),
  );
}

const isBare = ({ part: { part }, match }: Hit): boolean =>
  (part === "style" || part === "output" || part === "requirements") && match.from - match.sentence.from <= 1;

/** A negation shortly before a phrase; farther off it denies something else. */
const isDenied = ({ part, match }: Hit): boolean =>
  part.words.slice(Math.max(match.sentence.from, match.from - 3), match.from).some((word) => isIn(word, SETS.negation));

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
