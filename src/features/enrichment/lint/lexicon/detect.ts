import { isIn, type LexicalWord, lexicalWords, SETS } from "./index.ts";
import { LANGUAGES } from "./languages.ts";

const SCRIPTS: readonly (readonly [code: string, pattern: RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["zh", /\p{Script=Han}/u],
  ["ko", /\p{Script=Hangul}/u],
  ["ar", /\p{Script=Arabic}/u],
  ["hi", /\p{Script=Devanagari}/u],
  ["ru", /\p{Script=Cyrillic}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["el", /\p{Script=Greek}/u],
  ["th", /\p{Script=Thai}/u],
];
const LATIN = /\p{Script=Latin}/u;
/** Most words begin with a letter from a to z, which needs no table of scripts. */
const isPlain = (word: string): boolean => word.charCodeAt(0) >= 97 && word.charCodeAt(0) <= 122;
/** So many words of one language's grammar that no quotation or name explains them. */
const WORDS_MIN = 3;
/** Most letters decide the script; a name in another one does not. */
const SHARE = 0.6;

/**
 * The language a sentence is surely written in, as ISO 639-1, or null. By its script, or among those in Latin letters by the
 * words of grammar and of orders that only one language has; pieces of text that hold neither are in no language.
 */
export function languageOf(text: string, words: readonly LexicalWord[]): string | null {
  const letters = words.length;
  const counts = new Map<string, number>();
  let latin = 0;
  for (const { text: word } of words) {
    if (isPlain(word) || LATIN.test(word)) latin += 1;
    else {
      const code = SCRIPTS.find(([, pattern]) => pattern.test(word))?.[0];
      if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  if (latin >= SHARE * letters) return latinLanguage(words);
  const kana = counts.get("ja") ?? 0;
  if (kana > 0) counts.set("ja", kana + (counts.get("zh") ?? 0));
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= SHARE * letters && text.length >= WORDS_MIN ? best[0] : null;
}

/** A word that several languages have counts for each a share; the best must lead by so much. */
const LEAD = 1.6;
const LEAD_MIN = 2;

function latinLanguage(words: readonly LexicalWord[]): string | null {
  let found = 0;
  const counts = LANGUAGES.map(() => 0);
  for (const word of words) {
    if (!isIn(word, SETS.function | SETS.instruction)) continue;
    found += 1;
    for (const language of word.languages) counts[language] = (counts[language] ?? 0) + 1 / word.languages.length;
  }
  const best = Math.max(...counts);
  if (found < WORDS_MIN || best < LEAD_MIN) return null;
  const index = counts.indexOf(best);
  const second = Math.max(...counts.toSpliced(index, 1));
  return best >= LEAD * second ? (LANGUAGES[index]?.code ?? null) : null;
}

/** So much of a text says which language it is in. */
const READ_MAX = 4_000;
/** The language a text as a whole is surely written in, or null: a text of orders in two languages is in neither. */
export function languageOfText(text: string): string | null {
  const begin = text.slice(0, READ_MAX);
  return languageOf(begin, lexicalWords(begin));
}
