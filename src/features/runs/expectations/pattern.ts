import { RE2JS } from "re2js";

export const PATTERN_MAX = 300;
/** Instructions of a compiled pattern; a match takes at most so many steps a character. */
const PROGRAM_MAX = 500;
/** A pattern that could compile to more is refused before it is compiled: 5,000 instructions take about 25 ms. */
const EXPANDED_MAX = 5_000;
const PRODUCT_MAX = 1_000;
/** Of one match, instructions times characters: some 200 ms for the worst pattern, when its automaton gets too large. */
const STEPS_MAX = 2_000_000;

/** `{3}`, `{1,5}`, `{2,}`, and whether it repeats a group. */
const COUNT = /([)}]?)\{(\d{1,4})(?:,(\d{0,4}))?\}/g;

/**
 * Half of what a pattern compiles to at most. What is repeated alone adds its count; a group multiplies all that it may hold,
 * and RE2 refuses repetitions within repetitions beyond a thousand.
 */
function expandedSize(pattern: string): number {
  let [size, product] = [pattern.length, 1];
  for (const [, group, least = "", most = ""] of pattern.matchAll(COUNT)) {
    const count = Math.max(Number(least), Number(most), 1);
    if (group) product *= count;
    else size += count;
  }
  return size * Math.min(product, PRODUCT_MAX);
}

/** A pattern in RE2's syntax, which has no back-references and no look-around, and so is matched in linear time. */
export type Pattern = { readonly compiled: RE2JS; readonly size: number };

/** The pattern, or what is wrong with it, in words for its author. */
export function readPattern(pattern: string): Pattern | { readonly fault: string } {
  if (expandedSize(pattern) > EXPANDED_MAX) return { fault: "repeats too much: make its counts smaller" };
  try {
    const compiled = RE2JS.compile(pattern);
    const size = compiled.matcher("").programSize();
    return size > PROGRAM_MAX ? { fault: "is too large: make its counts smaller" } : { compiled, size };
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "cannot be read";
    return { fault: `is no pattern of RE2's syntax: ${said.slice(0, 200)}` };
  }
}

/** Whether it occurs in the text; null when finding out could take too long. */
export const occurs = ({ compiled, size }: Pattern, text: string): boolean | null =>
  size * text.length > STEPS_MAX ? null : compiled.test(text);
