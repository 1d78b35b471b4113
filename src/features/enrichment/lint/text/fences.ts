const INDENT_MAX = 8;

/**
 * The end of the fenced block that opens on the line at `lineStart`, or `lineStart` when none does.
 * As in CommonMark: three or more of one mark, closed by at least as many alone on a line, else open to the end.
 */
export function fenceEnd(text: string, lineStart: number): number {
  const open = runAt(text, lineStart);
  if (!open) return lineStart;
  let lineEnd = endOfLine(text, open.end);
  if (open.mark === 96 && text.slice(open.end, lineEnd).includes("`")) return lineStart;
  while (lineEnd < text.length) {
    const start = lineEnd + 1;
    lineEnd = endOfLine(text, start);
    const close = runAt(text, start);
    if (close && close.mark === open.mark && close.length >= open.length && isBlank(text, close.end, lineEnd))
      return lineEnd;
  }
  return text.length;
}

type Run = { readonly mark: number; readonly length: number; readonly end: number };

function runAt(text: string, lineStart: number): Run | null {
  let position = lineStart;
  while (position - lineStart < INDENT_MAX && isBlankCode(text.charCodeAt(position))) position += 1;
  const mark = text.charCodeAt(position);
  if (mark !== 96 && mark !== 126) return null;
  let end = position;
  while (text.charCodeAt(end) === mark) end += 1;
  return end - position >= 3 ? { mark, length: end - position, end } : null;
}

const isBlankCode = (code: number): boolean => code === 32 || code === 9;

function isBlank(text: string, start: number, end: number): boolean {
  for (let position = start; position < end; position += 1) {
    const code = text.charCodeAt(position);
    if (!isBlankCode(code) && code !== 13) return false;
  }
  return true;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
