import { type Draft, PARTS } from "../../../contract/draft.ts";

const CONTEXT_LINES = 3;

/** What differs between two drafts as a unified diff with one file a part; each has one hunk, from its first to its last changed line. */
export const diffOf = (before: Draft, after: Draft): string =>
  PARTS.filter((part) => before[part] !== after[part])
    .map((part) => `--- a/${part}\n+++ b/${part}\n${hunkOf(linesOf(before[part]), linesOf(after[part]))}`)
    .join("\n");

const linesOf = (text: string | null): readonly string[] => (text === null ? [] : text.split("\n"));

function hunkOf(before: readonly string[], after: readonly string[]): string {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const start = Math.max(0, head - CONTEXT_LINES);
  const shown = Math.min(tail, CONTEXT_LINES);
  const oldEnd = before.length - tail;
  const lines = [
    ...before.slice(start, head).map((line) => ` ${line}`),
    ...before.slice(head, oldEnd).map((line) => `-${line}`),
    ...after.slice(head, after.length - tail).map((line) => `+${line}`),
    ...before.slice(oldEnd, oldEnd + shown).map((line) => ` ${line}`),
  ];
  const [oldCount, newCount] = [before.length - tail + shown - start, after.length - tail + shown - start];
  return `@@ -${place(start, oldCount)} +${place(start, newCount)} @@\n${lines.join("\n")}`;
}

/** A range without lines names the line before it, as diff(1) does. */
const place = (start: number, count: number): string => `${count === 0 ? start : start + 1},${count}`;
