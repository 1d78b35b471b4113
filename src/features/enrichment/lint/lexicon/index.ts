import { ENGLISH_ANSWERS } from "./english/answers.ts";
import { ENGLISH_MEANINGS } from "./english/meanings.ts";
import { ENGLISH_WORDS } from "./english/words.ts";
import { FRENCH_PHRASES } from "./french/phrases.ts";
import { FRENCH_WORDS } from "./french/words.ts";
import { GERMAN_PHRASES } from "./german/phrases.ts";
import { GERMAN_WORDS } from "./german/words.ts";
import { compile, type Language, WORD_SETS, type WordSet } from "./lexicon.ts";
import { type Match, Matcher } from "./matcher.ts";
import { NAMES } from "./names.ts";
import { SPANISH_PHRASES } from "./spanish/phrases.ts";
import { SPANISH_WORDS } from "./spanish/words.ts";
import { type Sentence, type Word, wordsOf } from "../text/words.ts";

/** One entry a language; a further language is a folder and a line here. */
const LANGUAGES: readonly Language[] = [
  { entries: [...ENGLISH_ANSWERS, ...ENGLISH_MEANINGS], words: ENGLISH_WORDS },
  { entries: SPANISH_PHRASES, words: SPANISH_WORDS },
  { entries: GERMAN_PHRASES, words: GERMAN_WORDS },
  { entries: FRENCH_PHRASES, words: FRENCH_WORDS },
];

/** Every list as text, so that a changed word changes the rules' hash. */
export const lexiconText: string = JSON.stringify(LANGUAGES);

const matcher = new Matcher(LANGUAGES.flatMap(({ entries }) => compile(entries, NAMES)));

/** One bit a set, to be joined with `|`. */
export const SETS = Object.fromEntries(WORD_SETS.map((set, index) => [set, 1 << index])) as {
  readonly [S in WordSet]: number;
};

/**
 * The sets each word belongs to, one bit a set, in all languages together: prompts mix languages, and the sets hardly
 * collide.
 */
const MEMBERSHIPS = new Map<string, number>();
for (const set of WORD_SETS) {
  for (const { text } of LANGUAGES.flatMap(({ words }) => wordsOf(words[set]))) {
    MEMBERSHIPS.set(text, (MEMBERSHIPS.get(text) ?? 0) | SETS[set]);
  }
}

export type LexicalWord = Word & { readonly sets: number };

export const lexicalWords = (prose: string): readonly LexicalWord[] =>
  wordsOf(prose).map(({ text, start, end }) => ({ text, start, end, sets: MEMBERSHIPS.get(text) ?? 0 }));

/** Whether a word belongs to at least one of the sets. */
export const isIn = (word: LexicalWord, sets: number): boolean => (word.sets & sets) !== 0;

export const matchesIn = (words: readonly Word[], sentences: readonly Sentence[]): readonly Match[] =>
  matcher.matches(words, sentences);

/** Words that say something about the matter: neither grammar nor the vocabulary of prompt writing nor a bare "do it". */
export const isContentWord = (word: LexicalWord): boolean => !isIn(word, SETS.function | SETS.generic | SETS.jargon);
