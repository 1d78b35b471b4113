import type { Span } from "../report.ts";

export const overlaps = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1];

export const bySpan = (a: Span, b: Span): number => a[0] - b[0] || a[1] - b[1];

/** Whether a span touches the inside of one of the sorted, disjoint spans. */
export function touchesAny(span: Span, sorted: readonly Span[]): boolean {
  const candidate = sorted[firstEndingAfter(sorted, span[0])];
  if (candidate === undefined) return false;
  return span[0] === span[1] ? candidate[0] < span[0] : overlaps(span, candidate);
}

/** Those of the sorted, disjoint spans that lie wholly in a span. */
export function within([start, end]: Span, sorted: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (let index = firstEndingAfter(sorted, start); index < sorted.length; index += 1) {
    const candidate = sorted[index];
    if (candidate === undefined || candidate[0] >= end) break;
    if (candidate[0] >= start && candidate[1] <= end) found.push(candidate);
  }
  return found;
}

function firstEndingAfter(sorted: readonly Span[], position: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.[1] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
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

/**
 * Finds the line that holds a position: its start, and the place of its line break (or the end of the text). Asked for rising
 * positions it reads the text once; a long line is not searched again for each of them.
 */
export function lineReader(text: string): (position: number) => Span {
  let [start, end] = [0, -1];
  return (position) => {
    if (end < 0 || position < start || position > end) {
      start = position === 0 ? 0 : text.lastIndexOf("\n", position - 1) + 1;
      end = text.indexOf("\n", position);
      if (end < 0) end = text.length;
    }
    return [start, end];
  };
}
