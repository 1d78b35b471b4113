import type { Span } from "../report.ts";
import { kindAt, LETTER, WIDE } from "./letters.ts";
import { fold, stemOf } from "./fold.ts";
import { isSpace, trimmed } from "./spans.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A word in the one spelling of `fold`. Scripts without spaces give a word for each one of the vocabulary or character. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

/** A sentence or a line, whichever ends first; `from` and `to` (exclusive) are indexes into the words. */
export type Sentence = { readonly span: Span; readonly from: number; readonly to: number };

const NO_VOCABULARY = new Vocabulary([], []);
/** Marks that end a sentence with or without a space behind: of Chinese and Japanese, of Hindi, of Arabic and Urdu. */
const FULL = new Set([0x3002, 0xff0e, 0xff61, 0xff01, 0xff1f, 0x0964, 0x0965, 0x061f, 0x06d4]);
/** Closing quotation marks and brackets belong to the sentence that ends inside them. */
const CLOSERS = new Set([0x300d, 0x300f, 0x201d, 0x2019, 0xff09, 0xbb]);
const LIST_MARK = /(?:[-*•+>#]{1,6}|\d{1,3}[.)])[ \t]+/y;

/** Joiners stand inside words of Arabic and Indian scripts. */
const isJoiner = (code: number): boolean => code === 0x200c || code === 0x200d;
/** A run of katakana is a foreign word written by its sound. */
const isKatakana = (code: number): boolean => code >= 0x30a1 && code <= 0x30fe && code !== 0x30fb;

export function wordsOf(prose: string, vocabulary = NO_VOCABULARY): readonly Word[] {
  const words: Word[] = [];
  let start = -1;
  const close = (end: number): void => {
    if (start >= 0) words.push({ text: vocabulary.spelled(prose.slice(start, end)), start, end });
    start = -1;
  };
  for (let position = 0; position < prose.length; position += 1) {
    const kind = kindAt(prose, position);
    if (kind === WIDE) {
      close(position);
      start = position;
      position = wideEnd(prose, start, vocabulary);
      words.push({ text: stemOf(fold(prose.slice(start, position))), start, end: position });
      start = -1;
      position -= 1;
    } else if (kind === LETTER) {
      if (start < 0) start = position;
    } else if (start >= 0 && !isJoiner(prose.charCodeAt(position))) close(position);
  }
  close(prose.length);
  return words;
}

/** A known word, else a run of katakana, else one character. */
function wideEnd(prose: string, start: number, vocabulary: Vocabulary): number {
  const known = vocabulary.endAt(prose, start);
  if (known > start) return known;
  let end = start;
  while (isKatakana(prose.charCodeAt(end))) end += 1;
  return Math.max(end, start + 1);
}

export function sentencesOf(prose: string, words: readonly Word[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let word = 0;
  const close = (end: number): void => {
    const [from, to] = trimmed(prose, [start, end]);
    start = end;
    LIST_MARK.lastIndex = from;
    const mark = LIST_MARK.exec(prose);
    const begin = mark ? Math.min(to, from + mark[0].length) : from;
    while (word < words.length && (words[word]?.start ?? 0) < begin) word += 1;
    const first = word;
    while (word < words.length && (words[word]?.start ?? 0) < to) word += 1;
    if (begin < to) sentences.push({ span: [begin, to], from: first, to: word });
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

function endsSentence(prose: string, position: number, code: number): boolean {
  if (FULL.has(code)) return true;
  if (code !== 46 && code !== 33 && code !== 63 && code !== 0x2026) return false;
  return position + 1 >= prose.length || isSpace(prose.charCodeAt(position + 1));
}
