// Copied by scripts/client.ts from src/features/enrichment/lint/text/fences.ts and src/features/enrichment/lint/text/template.ts; do not edit.

export type Span = readonly [start: number, end: number];

const INDENT_MAX = 8;

/**
 * The end of the fenced block that opens on the line at `lineStart`, or `lineStart` when none does.
 * As in CommonMark: three or more of one mark, closed by at least as many alone on a line, else open to the end.
 */
function fenceEnd(text: string, lineStart: number): number {
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

export type Variable = {
  readonly name: string;
  /** Exactly as written, braces included. */ readonly token: string;
  readonly span: Span;
};
export type Unclosed = { readonly name: string; readonly span: Span };

/** What in a text is template and what is not: prose is the rest. */
export type Template = {
  readonly variables: readonly Variable[];
  readonly fences: readonly Span[];
  /** `{{{{raw}}}}…{{{{/raw}}}}` and `{{{{…}}}}`: text in which braces mean nothing. */
  readonly raws: readonly Span[];
  /** Closed `{{…}}` that names no variable, such as `{{#if x}}`, `{{a: 1}}` or `{{__proto__}}`. */
  readonly tags: readonly Span[];
  readonly unclosed: readonly Unclosed[];
};

const NAME = String.raw`([\p{L}_][\p{L}\p{M}\p{N}_]*(?:[.-][\p{L}\p{M}\p{N}_]+)*)`;
const VARIABLE = new RegExp(String.raw`\{\{\s{0,32}${NAME}\s{0,32}\}\}`, "uy");
const HALF_CLOSED = new RegExp(String.raw`\{\{[ \t]{0,8}${NAME}[ \t]{0,8}\}(?!\})`, "uy");
const NEVER_CLOSED = new RegExp(String.raw`\{\{[ \t]{0,8}${NAME}(?=$|[\s,;!?)<]|\.(?:\s|$))`, "uy");
const HALF_OPENED = new RegExp(String.raw`\{[ \t]{0,8}${NAME}[ \t]{0,8}\}\}(?!\})`, "uy");
const TAG = /\{\{[^{}\n]{0,200}\}\}/uy;
/** The one name no value can come under: a JSON body with such a key is refused before anybody reads it. */
const NEVER_GIVEN = "__proto__";
const RAW_OPEN = "{{{{raw}}}}";
const RAW_CLOSE = "{{{{/raw}}}}";

const at = (pattern: RegExp, text: string, position: number): RegExpExecArray | null => {
  pattern.lastIndex = position;
  return pattern.exec(text);
};

/** Reads a text once, from left to right; linear in its length whatever it holds. */
export function scanTemplate(text: string): Template {
  return new Scanner(text).scan();
}

class Scanner {
  readonly #text: string;
  readonly #variables: Variable[] = [];
  readonly #fences: Span[] = [];
  readonly #raws: Span[] = [];
  readonly #tags: Span[] = [];
  readonly #unclosed: Unclosed[] = [];
  /** Single braces that are open: inside them `{name}}` may be the end of a JSON object. */
  #depth = 0;
  /** Searching again for a mark known to be absent would make hostile input quadratic. */
  readonly #absent = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  scan(): Template {
    let position = 0;
    while (position < this.#text.length) position = this.#step(position);
    return {
      variables: this.#variables,
      fences: this.#fences,
      raws: this.#raws,
      tags: this.#tags,
      unclosed: this.#unclosed,
    };
  }

  #step(position: number): number {
    const text = this.#text;
    if (position === 0 || text.charCodeAt(position - 1) === 10) {
      const end = fenceEnd(text, position);
      if (end > position) return this.#keep(this.#fences, position, end);
    }
    const code = text.charCodeAt(position);
    if (code === 123) return this.#open(position);
    if (code === 125) this.#depth = Math.max(0, this.#depth - 1);
    return position + 1;
  }

  #open(position: number): number {
    let run = 1;
    while (this.#text.charCodeAt(position + run) === 123) run += 1;
    if (run >= 4) return this.#raw(position, run);
    if (run === 2) return this.#double(position);
    const half = run === 1 && this.#depth === 0 ? at(HALF_OPENED, this.#text, position) : null;
    if (half) return this.#miss(half, position);
    this.#depth += 1;
    return position + 1;
  }

  #raw(position: number, run: number): number {
    const text = this.#text;
    if (text.startsWith(RAW_OPEN, position)) {
      const close = this.#find(RAW_CLOSE, position + RAW_OPEN.length);
      if (close >= 0) return this.#keep(this.#raws, position, close + RAW_CLOSE.length);
    }
    const close = this.#find("}}}}", position + run);
    if (close < 0) return position + run;
    let end = close + 4;
    while (text.charCodeAt(end) === 125) end += 1;
    return this.#keep(this.#raws, position, end);
  }

  #double(position: number): number {
    const variable = at(VARIABLE, this.#text, position);
    if (variable) {
      const end = position + variable[0].length;
      if (variable[1] === NEVER_GIVEN) return this.#keep(this.#tags, position, end);
      this.#variables.push({ name: variable[1] ?? "", token: variable[0], span: [position, end] });
      return end;
    }
    const tag = at(TAG, this.#text, position);
    if (tag) return this.#keep(this.#tags, position, position + tag[0].length);
    const broken = at(HALF_CLOSED, this.#text, position) ?? at(NEVER_CLOSED, this.#text, position);
    if (broken) return this.#miss(broken, position);
    this.#depth += 2;
    return position + 2;
  }

  #miss(match: RegExpExecArray, position: number): number {
    const end = position + match[0].length;
    this.#unclosed.push({ name: match[1] ?? "", span: [position, end] });
    return end;
  }

  #keep(list: Span[], start: number, end: number): number {
    list.push([start, end]);
    return end;
  }

  #find(mark: string, from: number): number {
    if (this.#absent.has(mark)) return -1;
    const found = this.#text.indexOf(mark, from);
    if (found < 0) this.#absent.add(mark);
    return found;
  }
}

