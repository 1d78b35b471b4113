import { type ChangeObject, diffArrays, diffLines, FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";
import type { StructuredPatch } from "diff";

export type Piece = { readonly value: string; readonly added?: true; readonly removed?: true };
export type TextDiff = { readonly words: Piece[]; readonly unified: string };

/** Time all comparisons of one request may take together: they run on the thread that answers everybody. */
const BUDGET_MS = 100;
/** Edits after which two texts are told apart as a whole; the time grows with the square of them. */
const EDITS_MAX = 2_000;
/** Both sides of what is compared word by word, in UTF-16 units. */
const WORDS_LENGTH_MAX = 120_000;
const CONTEXT_LINES = 3;
/** A word, one sign of a script that is written without spaces, a run of white space, or anything else by itself. */
const TOKEN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]|[\p{L}\p{M}\p{N}_]+|\s+|[^]/gu;

/**
 * Compares texts within one budget of time. What is too different, or comes when the time is used up, is shown as removed
 * and added as a whole; the pieces that are not added always make the old text, those not removed the new one.
 */
export function differ(): (field: string, names: readonly [string, string], before: string, after: string) => TextDiff {
  const deadline = performance.now() + BUDGET_MS;
  const limits = () => ({ timeout: Math.max(1, deadline - performance.now()), maxEditLength: EDITS_MAX });

  const words = (removed: string, added: string): Piece[] => {
    const isComparable = removed.length + added.length <= WORDS_LENGTH_MAX && performance.now() < deadline;
    const pieces = isComparable && diffArrays(tokensOf(removed), tokensOf(added), limits());
    return pieces ? pieces.map((piece) => toPiece({ ...piece, value: piece.value.join("") })) : whole(removed, added);
  };

  return (field, [from, to], before, after) => {
    const lines = diffLines(before, after, limits())?.map(toPiece) ?? whole(before, after);
    const patch = structuredPatch(field, field, before, after, from, to, { context: CONTEXT_LINES, ...limits() });
    return {
      words: merged(refined(lines, words)),
      unified: formatPatch(patch ?? replacement(field, from, to, before, after), FILE_HEADERS_ONLY),
    };
  };
}

const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

const whole = (before: string, after: string): Piece[] => [
  { value: before, removed: true },
  { value: after, added: true },
];

const toPiece = ({ value, added, removed }: ChangeObject<string>): Piece => ({
  value,
  ...(added && { added: true }),
  ...(removed && { removed: true }),
});

/** Where lines were replaced by others, the words of both. */
function refined(lines: readonly Piece[], words: (removed: string, added: string) => Piece[]): Piece[] {
  return lines.flatMap((piece, index) => {
    const next = lines[index + 1];
    if (piece.removed && next?.added) return words(piece.value, next.value);
    return piece.added && lines[index - 1]?.removed ? [] : [piece];
  });
}

const kindOf = ({ added, removed }: Piece): string => `${added ?? false} ${removed ?? false}`;

/** Neighbours of one kind are one piece, and empty ones none. */
function merged(pieces: readonly Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces.filter(({ value }) => value !== "")) {
    const last = kept.at(-1);
    if (last && kindOf(last) === kindOf(piece)) kept[kept.length - 1] = { ...last, value: last.value + piece.value };
    else kept.push(piece);
  }
  return kept;
}

/** The patch that takes every old line out and puts every new one in. */
function replacement(field: string, from: string, to: string, before: string, after: string): StructuredPatch {
  const taken = before.split("\n").map((line) => `-${line}`);
  const put = after.split("\n").map((line) => `+${line}`);
  const end = "\\ No newline at end of file";
  const lines = [...taken, end, ...put, end];
  const hunk = { oldStart: 1, oldLines: taken.length, newStart: 1, newLines: put.length, lines };
  return { oldFileName: field, newFileName: field, oldHeader: from, newHeader: to, hunks: [hunk] };
}
