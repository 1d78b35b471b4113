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
import { compile, type Language, listed, wideWords, WORD_SETS, type WordSet } from "./lexicon.ts";
import { type Match, Matcher } from "./matcher.ts";
import { NAME_WORDS, NAMES, UNSPACED_NAMES } from "./names.ts";
import { PORTUGUESE_ORDERS } from "./portuguese/orders.ts";
import { PORTUGUESE_PHRASES } from "./portuguese/phrases.ts";
import { PORTUGUESE_WORDS } from "./portuguese/words.ts";
import { SPANISH_PHRASES } from "./spanish/phrases.ts";
import { SPANISH_ORDERS } from "./spanish/orders.ts";
import { SPANISH_WORDS } from "./spanish/words.ts";
import { kindAt, WIDE } from "../text/letters.ts";
import { Vocabulary } from "../text/vocabulary.ts";
import { type Sentence, type Word, wordsOf } from "../text/words.ts";

/** One entry a language; a further language is a folder and a line here. */
const LANGUAGES: readonly Language[] = [
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

const PATTERNS = LANGUAGES.flatMap(({ entries, compounds }) =>
  compile(entries, compounds === undefined ? NAMES : UNSPACED_NAMES),
);
const matcher = new Matcher(PATTERNS);

/** One bit a set, to be joined with `|`. */
export const SETS = Object.fromEntries(WORD_SETS.map((set, index) => [set, 1 << index])) as {
  readonly [S in WordSet]: number;
};

/** The sets each word belongs to, one bit a set: by language, and in all languages together, since prompts mix them. */
const MEMBERSHIPS = new Map<string, number>();
const OWN_MEMBERSHIPS = new Map<string, Map<string, number>>();
for (const { code, words } of LANGUAGES) {
  const own = new Map<string, number>();
  OWN_MEMBERSHIPS.set(code, own);
  for (const set of WORD_SETS) {
    for (const text of listed(words[set] ?? "")) {
      own.set(text, (own.get(text) ?? 0) | SETS[set]);
      MEMBERSHIPS.set(text, (MEMBERSHIPS.get(text) ?? 0) | SETS[set]);
    }
  }
}

/** Which languages have a word of grammar or of orders, by their codes. */
const GRAMMAR = new Map<string, readonly string[]>();
for (const { code, words } of LANGUAGES) {
  for (const text of listed(`${words.function} ${words.instruction}`)) {
    const codes = GRAMMAR.get(text) ?? [];
    if (!codes.includes(code)) GRAMMAR.set(text, [...codes, code]);
  }
}

const NO_LANGUAGES: readonly string[] = [];
export const languagesOf = (word: string): readonly string[] => GRAMMAR.get(word) ?? NO_LANGUAGES;

/** Texts without spaces are cut by the words of all lists as they are written; Arabic loses prefixes before known ones. */
const vocabulary = new Vocabulary([NAME_WORDS, ...LANGUAGES.flatMap(wordSources)].flatMap(wideWords), [
  ...MEMBERSHIPS.keys(),
  ...PATTERNS.flatMap(({ slots }) => slots.flatMap(({ words }) => [...words.keys()])),
]);

function wordSources({ entries, words, compounds = "" }: Language): readonly string[] {
  return [compounds, ...Object.values(words), ...entries.flatMap(({ patterns }) => patterns)];
}

export type LexicalWord = Word & { readonly sets: number };

/** Chinese and Japanese share characters, so there only what is the language's own counts. */
const HIRAGANA = /\p{Script=Hiragana}/u;
const isUnspaced = (word: string): boolean => kindAt(word, 0) === WIDE;

/** A word of the language that a text is mostly in means what it means there: "no" is "in the" in Portuguese. */
export function lexicalWords(prose: string): readonly LexicalWord[] {
  const words = wordsOf(prose, vocabulary);
  const own = OWN_MEMBERSHIPS.get(mostlyIn(words) ?? "");
  const unspaced = OWN_MEMBERSHIPS.get(HIRAGANA.test(prose) ? "ja" : "zh");
  return words.map(({ text, start, end }) => {
    const sets = isUnspaced(text) ? unspaced?.get(text) : (own?.get(text) ?? MEMBERSHIPS.get(text));
    return { text, start, end, sets: sets ?? 0 };
  });
}

/** Fewer words of grammar may be a quotation or a name. */
const GRAMMAR_WORDS_MIN = 3;

function mostlyIn(words: readonly Word[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { text } of words) for (const code of languagesOf(text)) counts.set(code, (counts.get(code) ?? 0) + 1);
  const [best, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= GRAMMAR_WORDS_MIN && best[1] > (second?.[1] ?? 0) ? best[0] : undefined;
}

/** Whether a word belongs to at least one of the sets. */
export const isIn = (word: LexicalWord, sets: number): boolean => (word.sets & sets) !== 0;

/** Whether the language of a word lets an order stand anywhere in its sentence: all that are not in Latin letters here. */
export const isFreeOrder = (word: Word | undefined): boolean => (word?.text.charCodeAt(0) ?? 0) > 0x590;

export const matchesIn = (words: readonly Word[], sentences: readonly Sentence[]): readonly Match[] =>
  matcher.matches(words, sentences);

/** Words that say something about the matter: neither grammar nor the vocabulary of prompt writing nor a bare "do it". */
export const isContentWord = (word: LexicalWord): boolean => !isIn(word, SETS.function | SETS.generic | SETS.jargon);
