import type { PartText } from "../context.ts";
import type { Fix, Span } from "../report.ts";
import { isSpace, touchesAny } from "../text/spans.ts";

/** Marks that make a template when an edit brings two of them together. */
const STRUCTURAL = new Set(["{", "}", "`", "~"]);
const FENCE_MARKS = new Set(["`", "~"]);

/**
 * An edit of the visible text, or undefined when it could change a variable, a fenced block or a raw block: when it touches
 * one, joins two marks that make one, or would let a line begin with a fence mark.
 */
export function safeFix(part: PartText, span: Span, replacement: string, description: string): Fix | undefined {
  if (!isSafe(part.text, part.protected, span, replacement)) return undefined;
  if (touchesAny(toSourceSpan(part, span), part.sourceProtected)) return undefined;
  return { field: part.part, span, replacement, description };
}

/** The same for an edit of the stored text. */
export function safeSourceFix(part: PartText, span: Span, replacement: string, description: string): Fix | undefined {
  if (!isSafe(part.source, part.sourceProtected, span, replacement)) return undefined;
  return { field: part.part, span, replacement, description };
}

/** Where a span of the visible text lies in the stored one; hidden characters at its ends stay outside. */
export function toSourceSpan(part: PartText, [start, end]: Span): Span {
  const from = part.toSource(start);
  return end === start ? [from, from] : [from, part.toSource(end - 1) + 1];
}

function isSafe(text: string, kept: readonly Span[], [start, end]: Span, replacement: string): boolean {
  if (touchesAny([start, end], kept)) return false;
  if (replacement !== "") return true;
  const joins = STRUCTURAL.has(text.charAt(start - 1)) && STRUCTURAL.has(text.charAt(end));
  return !joins && !FENCE_MARKS.has(nextVisible(text, end));
}

/** The nearest character that is not white space; a fence mark farther off than a few does not open a fence. */
function nextVisible(text: string, from: number): string {
  for (let position = from; position < Math.min(text.length, from + 16); position += 1) {
    const code = text.charCodeAt(position);
    if (code === 10 && position > from) return "";
    if (!isSpace(code)) return text.charAt(position);
  }
  return "";
}

/**
 * The span to delete so that no hole stays behind: with the white space before it, the whole line when nothing else stands
 * on it, and the white space after it when the text would otherwise begin with it.
 */
export function deletionOf(part: PartText, [start, end]: Span, lineMark = 0): Span {
  const { text } = part;
  let from = start - lineMark;
  let to = end;
  while (from > 0 && isSpace(text.charCodeAt(from - 1))) from -= 1;
  if (from > 0 && endsLine(text, to)) return [from, to];
  if (from > 0 && !text.slice(from, start).includes("\n")) return [from, to];
  from = start - lineMark;
  while (to < text.length && isSpace(text.charCodeAt(to))) to += 1;
  return [from, to];
}

function endsLine(text: string, position: number): boolean {
  let at = position;
  while (at < text.length && text.charCodeAt(at) !== 10) {
    if (!isSpace(text.charCodeAt(at))) return false;
    at += 1;
  }
  return true;
}
