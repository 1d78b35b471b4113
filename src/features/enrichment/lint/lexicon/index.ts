import { type Sentence, type Word, wordsOf } from "../text/words.ts";
import { dictionary, type Known } from "./dictionary.ts";
import { LANGUAGES, NAMED, SETS } from "./languages.ts";
import type { Match } from "./matcher.ts";

export { lexiconText, NAMED, SETS } from "./languages.ts";

const NO_LANGUAGES: readonly string[] = [];
/** Which languages have it as a word of grammar or of orders, by their codes. */
export const languagesOf = (word: string): readonly string[] => dictionary().grammar.get(word) ?? NO_LANGUAGES;

export type LexicalWord = Word & { readonly sets: number };

/** Chinese and Japanese share characters, so there only what is the language's own counts. */
const HIRAGANA = /\p{Script=Hiragana}/u;

/** A word of the language that a text is mostly in means what it means there: "no" is "in the" in Portuguese. */
export function lexicalWords(prose: string): readonly LexicalWord[] {
  const { known: entries, vocabulary } = dictionary();
  const words = wordsOf(prose, vocabulary);
  const known = words.map(({ text }) => entries.get(text));
  const own = mostlyIn(known) ?? "";
  const unspaced = known.some((entry) => entry?.isUnspaced) && HIRAGANA.test(prose) ? "ja" : "zh";
  return words.map(({ text, start, end }, index) => {
    const entry = known[index];
    if (entry === undefined) return { text, start, end, sets: startsWithDigit(text) ? NAMED.number : 0 };
    const sets = entry.isUnspaced ? (entry.own.get(unspaced) ?? 0) : (entry.own.get(own) ?? entry.all);
    return { text, start, end, sets: conditioned(sets | entry.names, text, words[index - 1]?.text) };
  });
}
/** "In case" is a condition, and "the case" is none; "as if" is a comparison. */
const conditioned = (sets: number, text: string, before: string | undefined): number =>
  text === "case" && before === "in"
    ? sets | SETS.conditional
    : before !== undefined && AS.has(before) && (text === "if" || text === "si")
      ? sets & ~SETS.conditional
      : sets;
const AS = new Set(["as", "comme", "como"]);
const startsWithDigit = (text: string): boolean => text.charCodeAt(0) <= 57;

/** Fewer words of grammar may be a quotation or a name. */
const GRAMMAR_WORDS_MIN = 3;

function mostlyIn(words: readonly (Known | undefined)[]): string | undefined {
  const counts = LANGUAGES.map(() => 0);
  for (const word of words)
    if (word) for (const language of word.languages) counts[language] = (counts[language] ?? 0) + 1;
  const best = Math.max(...counts);
  const first = counts.indexOf(best);
  return best >= GRAMMAR_WORDS_MIN && counts.lastIndexOf(best) === first ? LANGUAGES[first]?.code : undefined;
}

/** Whether a word belongs to at least one of the sets. */
export const isIn = (word: LexicalWord, sets: number): boolean => (word.sets & sets) !== 0;

/** Whether the language of a word lets an order stand anywhere in its sentence: all that are not in Latin letters here. */
export const isFreeOrder = (word: Word | undefined): boolean => (word?.text.charCodeAt(0) ?? 0) > 0x590;

export const matchesIn = (words: readonly Word[], sentences: readonly Sentence[]): readonly Match[] =>
  dictionary().matcher.matches(words, sentences);

/** Words that say something about the matter: neither grammar nor the vocabulary of prompt writing nor a bare "do it". */
export const isContentWord = (word: LexicalWord): boolean => !isIn(word, SETS.function | SETS.generic | SETS.jargon);
