import type { Span } from "../report.ts";
import { kindAt, LETTER, WIDE } from "./letters.ts";
import { isSpace, trimmed } from "./spans.ts";

/** A word in lower case. Scripts written without spaces give one word a character, so phrases still match. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

/** A sentence or a line, whichever ends first; `from` and `to` (exclusive) are indexes into the words. */
export type Sentence = { readonly span: Span; readonly from: number; readonly to: number };

const LIST_MARK = /(?:[-*•+>#]{1,6}|\d{1,3}[.)])[ \t]+/y;

export function wordsOf(prose: string): readonly Word[] {
  const words: Word[] = [];
  let start = -1;
  const close = (end: number): void => {
    if (start >= 0) words.push({ text: prose.slice(start, end).toLowerCase(), start, end });
    start = -1;
  };
  for (let position = 0; position < prose.length; position += 1) {
    const kind = kindAt(prose, position);
    if (kind === LETTER) {
      if (start < 0) start = position;
    } else close(position);
    if (kind === WIDE) {
      start = position;
      close(position + 1);
    }
  }
  close(prose.length);
  return words;
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
    const ends: boolean = code === 10 || (endsSentence(prose, position, code) && !(code === 46 && onlyDigits));
    if (ends) close(position + 1);
    onlyDigits = ends || (onlyDigits && ((code >= 48 && code <= 57) || isSpace(code)));
  }
  close(prose.length);
  return sentences;
}

function endsSentence(prose: string, position: number, code: number): boolean {
  if (code === 0x3002 || code === 0xff01 || code === 0xff1f || code === 0x0964 || code === 0x061f) return true;
  if (code !== 46 && code !== 33 && code !== 63 && code !== 0x2026) return false;
  return position + 1 >= prose.length || isSpace(prose.charCodeAt(position + 1));
}
