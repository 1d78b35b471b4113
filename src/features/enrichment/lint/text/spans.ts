import type { Span } from "../report.ts";

export const overlaps = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1];

export const bySpan = (a: Span, b: Span): number => a[0] - b[0] || a[1] - b[1];

/** Whether a span touches the inside of one of the sorted, disjoint spans (binary search). */
export function touchesAny(span: Span, sorted: readonly Span[]): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const candidate = sorted[middle];
    if (candidate !== undefined && candidate[1] <= span[0]) low = middle + 1;
    else high = middle;
  }
  const candidate = sorted[low];
  if (candidate === undefined) return false;
  return span[0] === span[1] ? candidate[0] < span[0] : overlaps(span, candidate);
}

/** The span without the white space at its ends. */
export function trimmed(text: string, [start, end]: Span): Span {
  let from = start;
  let to = end;
  while (from < to && isSpace(text.charCodeAt(from))) from += 1;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1;
  return [from, to];
}

export const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000 || code === 0x2028 || code === 0x2029;

/** The start of the line that holds the position, and the position of its line break (or the end of the text). */
export function lineAround(text: string, position: number): Span {
  const end = text.indexOf("\n", position);
  return [position === 0 ? 0 : text.lastIndexOf("\n", position - 1) + 1, end < 0 ? text.length : end];
}
