import { ENGLISH_ANSWERS } from "./english/answers.ts";
import { ENGLISH_MEANINGS } from "./english/meanings.ts";
import { ENGLISH_WORDS } from "./english/words.ts";
import { FRENCH_PHRASES } from "./french/phrases.ts";
import { FRENCH_WORDS } from "./french/words.ts";
import { GERMAN_PHRASES } from "./german/phrases.ts";
import { GERMAN_WORDS } from "./german/words.ts";
import { compile, type Language, type WordSet } from "./lexicon.ts";
import { Matcher } from "./matcher.ts";
import { NAMES } from "./names.ts";
import { SPANISH_PHRASES } from "./spanish/phrases.ts";
import { SPANISH_WORDS } from "./spanish/words.ts";
import { wordsOf } from "../text/words.ts";

/** One entry a language; a further language is a folder and a line here. */
const LANGUAGES: readonly Language[] = [
  { entries: [...ENGLISH_ANSWERS, ...ENGLISH_MEANINGS], words: ENGLISH_WORDS },
  { entries: SPANISH_PHRASES, words: SPANISH_WORDS },
  { entries: GERMAN_PHRASES, words: GERMAN_WORDS },
  { entries: FRENCH_PHRASES, words: FRENCH_WORDS },
];

const PATTERNS = LANGUAGES.flatMap(({ entries }) => compile(entries, NAMES));

export const matcher = new Matcher(PATTERNS);

/** Every pattern as text, so that a changed word list changes the rules' hash. */
export const lexiconText: string = JSON.stringify(LANGUAGES);

const sets = new Map<WordSet, ReadonlySet<string>>();

/** The words of a set in all languages together: prompts mix languages, and the sets hardly collide. */
export function wordSet(name: WordSet): ReadonlySet<string> {
  const known = sets.get(name);
  if (known) return known;
  const made = new Set(LANGUAGES.flatMap(({ words }) => wordsOf(words[name]).map(({ text }) => text)));
  sets.set(name, made);
  return made;
}
