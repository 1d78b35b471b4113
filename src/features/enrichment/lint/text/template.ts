import type { Span } from "../report.ts";
import { fenceEnd } from "./fences.ts";
import { bySpan } from "./spans.ts";

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

/** Every span an edit must leave alone, sorted. */
export const protectedSpans = (template: Template): readonly Span[] =>
  [...template.variables.map(({ span }) => span), ...template.fences, ...template.raws, ...template.tags].sort(bySpan);

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
