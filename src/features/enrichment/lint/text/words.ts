import type { Span } from "../report.ts";
import { kindAt, LETTER, WIDE } from "./letters.ts";
import { isSpace, trimmed } from "./spans.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A word in the one spelling of `fold`. Scripts without spaces give a word for each one of the vocabulary or character. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

/** A word and what the lists know of it. */
export type LexicalWord = Word & {
  /** Its first letters: a plural and its singular agree in them. */
  readonly stem: string;
  /** The sets it belongs to, one bit a set. */
  readonly sets: number;
  /** Which languages have it as a word of grammar or of orders, as indexes of `LANGUAGES`. */
  readonly languages: readonly number[];
};

/** A sentence or a line, whichever ends first; `from` and `to` (exclusive) are indexes into the words. */
export type Sentence = {
  readonly span: Span;
  readonly from: number;
  readonly to: number;
  readonly words: readonly LexicalWord[];
  /** The sets its words belong to, all together: a rule that needs a word of some set passes over all other sentences. */
  readonly sets: number;
};

/** Marks that end a sentence with or without a space behind: of Chinese and Japanese, of Hindi, of Arabic and Urdu. */
const FULL = new Set([0x3002, 0xff0e, 0xff61, 0xff01, 0xff1f, 0x0964, 0x0965, 0x061f, 0x06d4]);
/** Closing quotation marks and brackets belong to the sentence that ends inside them. */
const CLOSERS = new Set([0x300d, 0x300f, 0x201d, 0x2019, 0xff09, 0xbb]);
const LIST_MARK = /(?:[-*•+>#]{1,6}|\d{1,3}[.)])[ \t]+/y;
const MARKS_BEGIN = new Set("- * • + > # 0 1 2 3 4 5 6 7 8 9".split(" ").map((mark) => mark.charCodeAt(0)));

/** Joiners stand inside words of Arabic and Indian scripts. */
const isJoiner = (code: number): boolean => code === 0x200c || code === 0x200d;
/** A run of katakana is a foreign word written by its sound. */
const isKatakana = (code: number): boolean => code >= 0x30a1 && code <= 0x30fe && code !== 0x30fb;

/** Tells of each word of a text, in order, where it is written and whether it stands in a script without spaces. */
export function cutWords(
  prose: string,
  vocabulary: Vocabulary,
  take: (start: number, end: number, isWide: boolean) => void,
): void {
  let start = -1;
  for (let position = 0; position < prose.length; position += 1) {
    const kind = kindAt(prose, position);
    if (kind === LETTER) {
      if (start < 0) start = position;
      continue;
    }
    if (start >= 0 && (kind === WIDE || !isJoiner(prose.charCodeAt(position)))) {
      take(start, position, false);
      start = -1;
    }
    if (kind !== WIDE) continue;
    const end = wideEnd(prose, position, vocabulary);
    take(position, end, true);
    position = end - 1;
  }
  if (start >= 0) take(start, prose.length, false);
}

/** A known word, else a run of katakana, else one character. */
function wideEnd(prose: string, start: number, vocabulary: Vocabulary): number {
  const known = vocabulary.endAt(prose, start);
  if (known > start) return known;
  let end = start;
  while (isKatakana(prose.charCodeAt(end))) end += 1;
  return Math.max(end, start + 1);
}

export function sentencesOf(prose: string, words: readonly LexicalWord[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let word = 0;
  const close = (end: number): void => {
    const [from, to] = trimmed(prose, [start, end]);
    start = end;
    const begin = Math.min(to, from + listMarkAt(prose, from));
    while (word < words.length && (words[word]?.start ?? 0) < begin) word += 1;
    const first = word;
    while (word < words.length && (words[word]?.start ?? 0) < to) word += 1;
    if (begin < to) sentences.push(sentenceOf(words, [begin, to], first, word));
  };
  let onlyDigits = true;
  for (let position = 0; position < prose.length; position += 1) {
    const code = prose.charCodeAt(position);
    // Most characters are letters or spaces of a script that ends its sentences with a full stop.
    if (code === 32 || (code > 63 && code < 0x600)) {
      onlyDigits = onlyDigits && code === 32;
      continue;
    }
    const ends: boolean = code === 10 || (endsSentence(prose, position, code) && !(code === 46 && onlyDigits));
    if (ends) {
      while (CLOSERS.has(prose.charCodeAt(position + 1)) && FULL.has(code)) position += 1;
      close(position + 1);
    }
    onlyDigits = ends || (onlyDigits && ((code >= 48 && code <= 57) || isSpace(code)));
  }
  close(prose.length);
  return sentences;
}

/** The length of the mark of a list, or zero: most sentences begin with a letter. */
function listMarkAt(prose: string, position: number): number {
  if (!MARKS_BEGIN.has(prose.charCodeAt(position))) return 0;
  LIST_MARK.lastIndex = position;
  return LIST_MARK.exec(prose)?.[0].length ?? 0;
}

function sentenceOf(words: readonly LexicalWord[], span: Span, from: number, to: number): Sentence {
  const own = words.slice(from, to);
  let sets = 0;
  for (const word of own) sets |= word.sets;
  return { span, from, to, words: own, sets };
}

function endsSentence(prose: string, position: number, code: number): boolean {
  if (FULL.has(code)) return true;
  if (code !== 46 && code !== 33 && code !== 63 && code !== 0x2026) return false;
  return position + 1 >= prose.length || isSpace(prose.charCodeAt(position + 1));
}
