import { cutWords, type LexicalWord, type Sentence, type Word } from "../text/words.ts";
import { dictionary } from "./dictionary.ts";
import { LANGUAGES, NAMED, SETS } from "./languages.ts";
import type { Match } from "./matcher.ts";
import type { Known } from "./spellings.ts";

export { lexiconText, NAMED, SETS } from "./languages.ts";
export { STEM_LETTERS } from "./spellings.ts";
export type { LexicalWord } from "../text/words.ts";

const NO_LANGUAGES: readonly number[] = [];
/** Chinese and Japanese share characters, so there only what is the language's own counts. */
const HIRAGANA = /\p{Script=Hiragana}/u;

/** A word of the language that a text is mostly in means what it means there: "no" is "in the" in Portuguese. */
export function lexicalWords(prose: string): readonly LexicalWord[] {
  const { spellings, vocabulary } = dictionary();
  const words: (LexicalWord & { sets: number })[] = [];
  const known: (Known | undefined)[] = [];
  cutWords(prose, vocabulary, (start, end, isWide) => {
    const { text, stem, known: entry } = spellings.of(prose.slice(start, end), isWide);
    words.push({ text, start, end, stem, sets: 0, languages: entry?.languages ?? NO_LANGUAGES });
    known.push(entry);
  });
  const own = mostlyIn(known) ?? "";
  const unspaced = known.some((entry) => entry?.isUnspaced) && HIRAGANA.test(prose) ? "ja" : "zh";
  let before: string | undefined;
  for (const [index, word] of words.entries()) {
    const entry = known[index];
    if (entry === undefined) word.sets = startsWithDigit(word.text) ? NAMED.number : 0;
    else {
      const sets = entry.isUnspaced ? (entry.own.get(unspaced) ?? 0) : (entry.own.get(own) ?? entry.all);
      word.sets = conditioned(sets | entry.names, word.text, before);
    }
    before = word.text;
  }
  return words;
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
