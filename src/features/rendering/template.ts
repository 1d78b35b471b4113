import { type Draft, type Part, PARTS } from "../../contract/draft.ts";
import { Failure, type Fault } from "../../errors.ts";
import { scanTemplate } from "../enrichment/index.ts";

const FAULTS_MAX = 50;
const IGNORED_MAX = 50;
const RAW_OPEN = "{{{{raw}}}}";
const RAW_CLOSE = "{{{{/raw}}}}";

/** Text that stands as it is, or the place of a variable. */
export type Piece = { readonly text: string } | { readonly name: string };
export type Template = {
  readonly parts: readonly { readonly part: Part; readonly pieces: readonly Piece[] }[];
  /** Each once, in the order of first use, in the Unicode form NFC. */
  readonly names: readonly string[];
  /** Closed `{{…}}` that names no variable, such as `{{#if x}}`: text like any other. */
  readonly ignored: readonly string[];
};

/** One name however its accents are encoded. */
export const nameKey = (name: string): string => name.normalize("NFC");

/**
 * Reads the parts as the linter reads them, so that both agree on what is a variable; linear in their length. Throws
 * `template_invalid` with the line and column of every brace that is never closed.
 */
export function readTemplate(draft: Draft): Template {
  const faults: Fault[] = [];
  const ignored = new Set<string>();
  const parts = PARTS.flatMap((part) => {
    const text = draft[part];
    return text === null ? [] : [{ part, pieces: readPart(part, text, faults, ignored) }];
  });
  if (faults.length > 0) {
    const detail = `${faults[0]?.path}: ${faults[0]?.message}`;
    throw new Failure("template_invalid", { detail, faults: faults.slice(0, FAULTS_MAX) });
  }
  const names = parts.flatMap(({ pieces }) => pieces.flatMap((piece) => ("name" in piece ? [piece.name] : [])));
  return { parts, names: [...new Set(names)], ignored: [...ignored].slice(0, IGNORED_MAX) };
}

type Stretch = { readonly span: readonly [number, number]; readonly piece: (source: string) => Piece };
const asItIs = (text: string): Piece => ({ text });

function readPart(part: Part, text: string, faults: Fault[], ignored: Set<string>): Piece[] {
  const { variables, raws, fences, tags, unclosed } = scanTemplate(text);
  for (const [start, end] of tags) ignored.add(text.slice(start, end));
  const open = unclosed.map(({ span }) => span[0]);
  const stretches: Stretch[] = [
    ...variables.map(({ name, span }) => ({ span, piece: () => ({ name: nameKey(name) }) })),
    ...raws.map((span) => ({ span, piece: (source: string) => asItIs(unescaped(source)) })),
    ...[...fences, ...tags].map((span) => ({ span, piece: asItIs })),
  ].sort((a, b) => a.span[0] - b.span[0]);
  const pieces: Piece[] = [];
  let from = 0;
  const plain = (to: number): void => {
    const between = text.slice(from, to);
    const brace = between.indexOf("{{{{");
    if (brace >= 0) open.push(from + brace);
    if (between !== "") pieces.push(asItIs(between));
  };
  for (const { span, piece } of stretches) {
    plain(span[0]);
    const source = text.slice(...span);
    if (source === RAW_OPEN) open.push(span[0]);
    pieces.push(piece(source));
    from = span[1];
  }
  plain(text.length);
  faults.push(...open.slice(0, FAULTS_MAX).map((position) => unclosedAt(part, text, position)));
  return pieces;
}

/** What a raw block stands for: the marks of the long form go, the short form loses two of its braces on each side. */
const unescaped = (raw: string): string =>
  raw.startsWith(RAW_OPEN) && raw.endsWith(RAW_CLOSE)
    ? raw.slice(RAW_OPEN.length, -RAW_CLOSE.length)
    : raw.slice(2, -2);

function unclosedAt(part: Part, text: string, position: number): Fault {
  const before = text.slice(0, position).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  const message = `line ${before.length}, column ${column}: braces are not closed; {{{{raw}}}}…{{{{/raw}}}} keeps them as text`;
  return { path: part, code: "unclosed", message };
}
