import type { Span } from "../report.ts";

export type HiddenKind = "zero-width" | "bidi" | "tag" | "selector" | "control";
export type HiddenRun = { readonly span: Span; readonly kind: HiddenKind };

/** Where characters live that can be invisible; their neighbours decide whether they are at home where they stand. */
const CANDIDATES =
  "0-8 B C E-1F 7F-9F AD 115F 1160 180B-180E 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF9-FFFB E0000-E007F E0100-E01EF";
const CANDIDATE = new RegExp(
  `[${CANDIDATES.split(" ")
    .map((range) =>
      range
        .split("-")
        .map((code) => `\\u{${code}}`)
        .join("-"),
    )
    .join("")}]`,
  "gu",
);
const JOINING_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0F\u20E3]/u;
const EMOJI_BASE = /[\p{Emoji}\p{Extended_Pictographic}]/u;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Mongolian}\p{Script=Phags_Pa}\p{Sm}]/u;
const FLAG = 0x1f3f4;
const CANCEL_TAG = 0xe007f;

/** Characters a reader cannot see and a model can, in runs; those that a script or an emoji needs are not among them. */
export function hiddenRuns(text: string): readonly HiddenRun[] {
  const runs: { span: [number, number]; kind: HiddenKind }[] = [];
  let rightToLeft: boolean | undefined;
  CANDIDATE.lastIndex = 0;
  for (let match = CANDIDATE.exec(text); match; match = CANDIDATE.exec(text)) {
    const start = match.index;
    const code = text.codePointAt(start) ?? 0;
    if (code === 0x200e || code === 0x200f) rightToLeft ??= RIGHT_TO_LEFT.test(text);
    if (atHome(text, start, code, rightToLeft ?? false)) continue;
    const last = runs.at(-1);
    const end = start + match[0].length;
    if (last && last.span[1] === start) last.span[1] = end;
    else runs.push({ span: [start, end], kind: kindOf(code) });
  }
  return runs;
}

/** The text a reader sees, and a way back: `toSource(offset in text)` is the offset in the source. */
export type Visible = { readonly text: string; readonly toSource: (offset: number) => number };

export function withoutHidden(source: string, runs: readonly HiddenRun[]): Visible {
  if (runs.length === 0) return { text: source, toSource: (offset) => offset };
  const pieces: string[] = [];
  const starts: number[] = [];
  const shifts: number[] = [];
  let from = 0;
  let removed = 0;
  for (const { span } of runs) {
    pieces.push(source.slice(from, span[0]));
    removed += span[1] - span[0];
    starts.push(span[1] - removed);
    shifts.push(removed);
    from = span[1];
  }
  pieces.push(source.slice(from));
  return { text: pieces.join(""), toSource: (offset) => offset + (shifts[lastAtMost(starts, offset)] ?? 0) };
}

function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function atHome(text: string, start: number, code: number, rightToLeft: boolean): boolean {
  const before = characterBefore(text, start);
  if (code === 0x200c) return JOINING_SCRIPT.test(before);
  if (code === 0x200d)
    return JOINING_SCRIPT.test(before) || (EMOJI.test(before) && EMOJI.test(characterAt(text, start + 1)));
  if (code === 0x200e || code === 0x200f) return rightToLeft;
  if (code >= 0xfe00 && code <= 0xfe0f)
    return EMOJI_BASE.test(before) || IDEOGRAPH.test(before) || JOINING_SCRIPT.test(before);
  if (code >= 0xe0100 && code <= 0xe01ef) return IDEOGRAPH.test(before);
  if (code >= 0xe0020 && code <= CANCEL_TAG) return inFlag(text, start);
  if (code >= 0x180b && code <= 0x180e) return JOINING_SCRIPT.test(before);
  return false;
}

/** A tag character belongs to a flag emoji when a black flag stands at most seven tags before it. */
function inFlag(text: string, start: number): boolean {
  for (let position = start - 2, steps = 0; position >= 0 && steps < 7; position -= 2, steps += 1) {
    const code = text.codePointAt(position) ?? 0;
    if (code === FLAG) return true;
    if (code < 0xe0020 || code >= CANCEL_TAG) return false;
  }
  return false;
}

function kindOf(code: number): HiddenKind {
  if (code >= 0xe0000 && code <= 0xe007f) return "tag";
  if ((code >= 0xfe00 && code <= 0xfe0f) || code >= 0xe0100) return "selector";
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code === 0x200e || code === 0x200f)
    return "bidi";
  return code < 0xa0 ? "control" : "zero-width";
}

const characterAt = (text: string, position: number): string => String.fromCodePoint(text.codePointAt(position) ?? 32);

function characterBefore(text: string, position: number): string {
  if (position === 0) return " ";
  const low = text.charCodeAt(position - 1);
  return low >= 0xdc00 && low <= 0xdfff && position > 1
    ? characterAt(text, position - 2)
    : characterAt(text, position - 1);
}
