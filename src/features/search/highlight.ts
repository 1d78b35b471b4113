import { z } from "zod";
import { composePrompt, type Draft } from "../../contract/draft.ts";
import { isAlike } from "./alike.ts";
import { fold } from "./fold.ts";
import type { Question, Term } from "./question.ts";
import { type Piece, piecesOf } from "./words.ts";

const SNIPPETS_MAX = 3;
const SNIPPET_MAX = 160;
/** How much of what stands before the first match is shown. */
const LEAD = 40;
/** What is looked through for the words of one page, however long its prompts are. */
const LOOKED_THROUGH_MAX = 200_000;

export const Highlight = z
  .object({
    field: z.enum(["title", "description", "rawPrompt", "tags"]),
    snippet: z
      .string()
      .meta({ description: "A piece of the field as it is, 160 characters at most; of tags, one tag" }),
    spans: z
      .array(z.tuple([z.int(), z.int()]))
      .meta({ description: "Where the words are in the snippet: from, to (exclusive), in UTF-16 units" }),
  })
  .meta({ id: "Highlight" });
export type Highlight = z.output<typeof Highlight>;

type Span = readonly [number, number];
/** What of a prompt is looked at. */
export type Marked = Draft & {
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[];
};
type Says = (word: string, term: Term) => boolean;

const says: Says = (word, { text, isBeginning }) => word === text || (isBeginning && word.startsWith(text));
const mayMean: Says = (word, { text, dense }) => !dense && isAlike(text, word);

/** Where the characters of a run come from: a letter with its marks, or a Hangul syllable in parts, is one of them. */
const UNIT = /[\u1100-\u115F]+[\u1160-\u11A7]*[\u11A8-\u11FF]*|\P{M}[\p{M}\uFF9E\uFF9F]*|\p{M}+/gu;

function placesInRun(run: string, start: number, terms: readonly Term[]): Span[] {
  const from: number[] = [];
  const to: number[] = [];
  let folded = "";
  for (const { 0: unit, index } of run.matchAll(UNIT)) {
    const text = fold(unit);
    for (let at = 0; at < text.length; at += 1) {
      from.push(start + index);
      to.push(start + index + unit.length);
    }
    folded += text;
  }
  const spans: Span[] = [];
  for (const { text, dense } of terms) {
    for (let at = dense ? folded.indexOf(text) : -1; at !== -1; at = folded.indexOf(text, at + text.length))
      spans.push([from[at] ?? start, to[at + text.length - 1] ?? start + run.length]);
  }
  return spans.sort(([one], [other]) => one - other);
}

function placesIn(piece: Piece, text: string, terms: readonly Term[], means: Says): Span[] {
  const { start, end, dense, words } = piece;
  if (dense) return placesInRun(text.slice(start, end), start, terms);
  return words.some((word) => terms.some((term) => !term.dense && means(word, term))) ? [[start, end]] : [];
}

/** Neither half of a surrogate pair stands alone. */
const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at);

function windowAt(text: string, first: number): Span {
  const start = whole(text, Math.max(0, Math.min(first - LEAD, text.length - SNIPPET_MAX)));
  const word = start === 0 ? 0 : text.slice(start, first).search(/\s\S/) + 1;
  const from = start + word;
  return [from, whole(text, Math.min(text.length, from + SNIPPET_MAX))];
}

/** The first place of the text that says one of the words, with what stands around it. */
function snippetOf(text: string, terms: readonly Term[], means: Says): Pick<Highlight, "snippet" | "spans"> | null {
  let shown: Span | null = null;
  const spans: [number, number][] = [];
  for (const piece of piecesOf(text)) {
    if (shown && piece.start >= shown[1]) break;
    for (const [start, end] of placesIn(piece, text, terms, means)) {
      const [from, to]: Span = (shown ??= windowAt(text, start));
      const [, before] = spans.at(-1) ?? [0, 0];
      if (start < to && start - from >= before) spans.push([start - from, Math.min(end, to) - from]);
    }
  }
  return shown && { snippet: text.slice(...shown), spans };
}

/** What shows on each row of one page why it was found: the field, a piece of it, and where in it the words are. */
export function highlighter({ terms }: Question): (row: Marked) => Highlight[] {
  let left = LOOKED_THROUGH_MAX;
  const inText = (field: Highlight["field"], text: string, means: Says): Highlight[] => {
    if (means === says) {
      const folded = fold(text.length > left ? text.slice(0, left) : text);
      if (!terms.some((term) => folded.includes(term.text))) return [];
      left -= folded.length;
    }
    const found = snippetOf(text, terms, means);
    return found ? [{ field, ...found }] : [];
  };
  const inTags = (tags: readonly string[], means: Says) =>
    tags.flatMap((tag) => inText("tags", tag, means)).slice(0, 1);
  return (prompt) => {
    const { title, description, tags } = prompt;
    const found = [
      ...inText("title", title, says),
      ...inText("description", description ?? "", says),
      ...inText("rawPrompt", composePrompt(prompt), says),
      ...inTags(tags, says),
    ];
    const shown = found.length > 0 ? found : [...inText("title", title, mayMean), ...inTags(tags, mayMean)];
    return shown.slice(0, SNIPPETS_MAX);
  };
}
