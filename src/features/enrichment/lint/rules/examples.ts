import { type Context, type Hit, type PartText, spanOf } from "../context.ts";
import type { Span } from "../report.ts";
import { lineReader, overlaps, trimmed } from "../text/spans.ts";

/** A piece of a prompt that shows instead of telling. */
export type Example = {
  readonly part: PartText;
  /** What is shown, without its label and without the marks of a fence. */
  readonly span: Span;
  /** It shows the answer itself. */
  readonly isOutput: boolean;
  readonly isFenced: boolean;
  /** What a fence says it holds, in lower case; empty when it says nothing. */
  readonly info: string;
};

const EXAMPLES_MAX = 20;
const EXAMPLE_CHARACTERS_MAX = 4_000;
const LABEL_CHARACTERS_MAX = 40;

/** What stands behind the word of a label: a number or a few words, the end of its markup, a colon or the end of the line. */
const LABEL_END =
  /^(?:[ \t]{1,4}\p{L}{1,12}){0,3}[ \t]{0,2}(?:\(?#?[\dA-Z]{1,2}\)?)?[ \t]{0,2}(?:[*_]{1,2})?(?:[:：][*_]{0,2}|[ \t]{0,4}(?=\n|$))/u;
/** What may stand before it on its line: markup, and a few short words as in "Here is an example:". */
const LABEL_START = /^[ \t]{0,8}(?:[#>*_•-]{1,4}[ \t]{0,4}|\d{1,2}[.)][ \t])?(?:\*\*)?(?:\p{L}{1,5}[ \t]{1,4}){0,3}$/u;
const MARKED = /^[ \t]{0,8}(?:#{1,6}[ \t]|\*\*|__)/u;

/** Pieces under a label that says example, and the contents of `<example>` tags; each read within its first characters. */
export function examplesIn(context: Context): readonly Example[] {
  const before = known.get(context);
  if (before) return before;
  const found: Example[] = [];
  for (const hit of context.concept("example")) {
    const example = found.length < EXAMPLES_MAX ? labelledExample(hit) : undefined;
    if (example && isApart(example, found)) found.push(example);
  }
  for (const example of [...context.parts.flatMap(taggedExamples), ...shownAnswers(context)])
    if (isApart(example, found)) found.push(example);
  known.set(context, found);
  return found;
}

/** Several rules ask. */
const known = new WeakMap<Context, readonly Example[]>();

const isApart = (example: Example, found: readonly Example[]): boolean =>
  found.every((other) => other.part !== example.part || !overlaps(other.span, example.span));

function labelledExample(hit: Hit): Example | undefined {
  const { part, match } = hit;
  const { text } = part;
  const [start, end] = spanOf(hit);
  const from = Math.max(0, start - LABEL_CHARACTERS_MAX);
  const lineBreak = text.slice(from, start).lastIndexOf("\n");
  const before = text.slice(from + lineBreak + 1, start);
  const after = LABEL_END.exec(text.slice(end, end + LABEL_CHARACTERS_MAX));
  const begins = LABEL_START.test(before) || match.from === match.sentence.from;
  if (!after || !begins) return undefined;
  if (!/[:：]/u.test(after[0]) && !MARKED.test(before)) return undefined;
  return exampleAt(part, end + after[0].length, match.value === "output");
}

/** The fenced block that comes next, the rest of the line, or else the paragraph below. */
function exampleAt(part: PartText, from: number, isOutput: boolean): Example | undefined {
  const { text, template } = part;
  let start = from;
  while (start < text.length && /\s/u.test(text.charAt(start))) start += 1;
  const fence = template.fences.find(([open]) => open >= from && open <= start);
  if (fence) return fencedExample(part, fence, isOutput);
  const limit = Math.min(text.length, start + EXAMPLE_CHARACTERS_MAX);
  const blank = /\n[ \t\r]{0,32}\n/u.exec(text.slice(start, limit));
  const span = trimmed(text, [start, blank ? start + blank.index : limit]);
  return span[0] === span[1] ? undefined : { part, span, isOutput, isFenced: false, info: "" };
}

function fencedExample(part: PartText, [start, end]: Span, isOutput: boolean): Example {
  const lineAt = lineReader(part.text);
  const [, opened] = lineAt(start);
  const from = Math.min(end, opened + 1);
  const [lastLine] = lineAt(end);
  const info = /[`~]{3,20}[ \t]{0,4}([\w-]{0,20})/.exec(part.text.slice(start, opened))?.[1] ?? "";
  const span = trimmed(part.text, [from, Math.max(from, lastLine)]);
  return { part, span, isOutput, isFenced: true, info: info.toLowerCase() };
}

/** In the part about the answer a block of data shows the answer, whatever stands above it. */
const shownAnswers = ({ parts }: Context): readonly Example[] =>
  parts
    .filter(({ part }) => part === "output")
    .flatMap((part) => part.template.fences.slice(0, EXAMPLES_MAX).map((fence) => fencedExample(part, fence, true)))
    .filter(({ info }) => info !== "");

const TAG = /<(example[a-z_-]{0,16})>/gu;

function taggedExamples(part: PartText): readonly Example[] {
  if (!part.text.includes("<example")) return [];
  const found: Example[] = [];
  for (const match of part.text.matchAll(TAG)) {
    if (found.length >= EXAMPLES_MAX) break;
    const start = match.index + match[0].length;
    const rest = part.text.slice(start, start + EXAMPLE_CHARACTERS_MAX);
    const length = rest.indexOf(`</${match[1] ?? ""}>`);
    if (length < 0) continue;
    found.push({
      part,
      span: trimmed(part.text, [start, start + length]),
      isOutput: /output|answer|response/u.test(match[1] ?? ""),
      isFenced: false,
      info: "",
    });
  }
  return found;
}
