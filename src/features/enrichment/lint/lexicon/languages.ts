import { ARABIC_ORDERS } from "./arabic/orders.ts";
import { ARABIC_PHRASES } from "./arabic/phrases.ts";
import { ARABIC_WORDS } from "./arabic/words.ts";
import { CHINESE_ORDERS } from "./chinese/orders.ts";
import { CHINESE_PHRASES } from "./chinese/phrases.ts";
import { CHINESE_COMPOUNDS, CHINESE_WORDS } from "./chinese/words.ts";
import { ENGLISH_ANSWERS } from "./english/answers.ts";
import { ENGLISH_MEANINGS } from "./english/meanings.ts";
import { ENGLISH_ORDERS } from "./english/orders.ts";
import { ENGLISH_WORDS } from "./english/words.ts";
import { FRENCH_PHRASES } from "./french/phrases.ts";
import { FRENCH_ORDERS } from "./french/orders.ts";
import { FRENCH_WORDS } from "./french/words.ts";
import { GERMAN_PHRASES } from "./german/phrases.ts";
import { GERMAN_ORDERS } from "./german/orders.ts";
import { GERMAN_WORDS } from "./german/words.ts";
import { HINDI_ORDERS } from "./hindi/orders.ts";
import { HINDI_PHRASES } from "./hindi/phrases.ts";
import { HINDI_WORDS } from "./hindi/words.ts";
import { JAPANESE_ORDERS } from "./japanese/orders.ts";
import { JAPANESE_PHRASES } from "./japanese/phrases.ts";
import { JAPANESE_COMPOUNDS, JAPANESE_WORDS } from "./japanese/words.ts";
import { PORTUGUESE_ORDERS } from "./portuguese/orders.ts";
import { PORTUGUESE_PHRASES } from "./portuguese/phrases.ts";
import { PORTUGUESE_WORDS } from "./portuguese/words.ts";
import { SPANISH_PHRASES } from "./spanish/phrases.ts";
import { SPANISH_ORDERS } from "./spanish/orders.ts";
import { SPANISH_WORDS } from "./spanish/words.ts";
import { type Language, WORD_SETS, type WordSet } from "./lexicon.ts";

/** One entry a language; a further language is a folder and a line here. */
export const LANGUAGES: readonly Language[] = [
  { code: "en", entries: [...ENGLISH_ANSWERS, ...ENGLISH_MEANINGS, ...ENGLISH_ORDERS], words: ENGLISH_WORDS },
  { code: "es", entries: [...SPANISH_PHRASES, ...SPANISH_ORDERS], words: SPANISH_WORDS },
  { code: "de", entries: [...GERMAN_PHRASES, ...GERMAN_ORDERS], words: GERMAN_WORDS },
  { code: "fr", entries: [...FRENCH_PHRASES, ...FRENCH_ORDERS], words: FRENCH_WORDS },
  { code: "pt", entries: [...PORTUGUESE_PHRASES, ...PORTUGUESE_ORDERS], words: PORTUGUESE_WORDS },
  {
    code: "zh",
    entries: [...CHINESE_PHRASES, ...CHINESE_ORDERS],
    words: CHINESE_WORDS,
    compounds: CHINESE_COMPOUNDS,
  },
  {
    code: "ja",
    entries: [...JAPANESE_PHRASES, ...JAPANESE_ORDERS],
    words: JAPANESE_WORDS,
    compounds: JAPANESE_COMPOUNDS,
  },
  { code: "ar", entries: [...ARABIC_PHRASES, ...ARABIC_ORDERS], words: ARABIC_WORDS },
  { code: "hi", entries: [...HINDI_PHRASES, ...HINDI_ORDERS], words: HINDI_WORDS },
];

/** Every list as text, so that a changed word changes the rules' hash. */
export const lexiconText: string = JSON.stringify(LANGUAGES);

/** One bit a set, to be joined with `|`. */
export const SETS = Object.fromEntries(WORD_SETS.map((set, index) => [set, 1 << index])) as {
  readonly [S in WordSet]: number;
};

/** Further bits: what names a number, a language, a format or a unit, so that a sentence without one is passed over. */
export const NAMED = {
  number: 1 << WORD_SETS.length,
  language: 1 << (WORD_SETS.length + 1),
  format: 1 << (WORD_SETS.length + 2),
  unit: 1 << (WORD_SETS.length + 3),
} as const;
export const CAPTURES = ["number", "language", "format", "unit"] as const;
