import { RE2JS } from "re2js";
import { Budget } from "./budget.ts";

export const PATTERN_MAX = 300;
/** Instructions of a compiled pattern; a match takes at most so many steps a character. */
const PROGRAM_MAX = 500;
/** A pattern that could compile to more is refused before it is compiled: 5,000 instructions take about 25 ms. */
const EXPANDED_MAX = 5_000;
const PRODUCT_MAX = 1_000;
/** All patterns of a case together: some 50 ms. */
export const PATTERNS_WEIGHT_MAX = 10_000;
/** One instruction at one character, when the automaton of the worst pattern gets too large. */
const STEP_MICROSECONDS = 0.1;
/** A class of Unicode is read from a table: as long as so many instructions take. */
const CLASS_WEIGHT = 200;
/** Regardless of case, every character of a range is looked up: so many in the time of one instruction. */
const LOOKUPS_EACH = 100;
const CHARACTERS = 0x110000;
const CLASS = /\\p/gi;
/** A range that ends beyond ASCII, or where only a reader of patterns could say. */
const WIDE_RANGE = /(.)-(\\|[^\0-\x7f])/gsu;
const IGNORES_CASE = /\(\?[a-z-]*i/i;

/** `{3}`, `{1,5}`, `{2,}`, and whether it repeats a group. */
const COUNT = /([)}]?)\{(\d{1,4})(?:,(\d{0,4}))?\}/g;

const rangeWeight = (pattern: string): number =>
  [...pattern.matchAll(WIDE_RANGE)].reduce((sum, [, first = "", last = ""]) => {
    const characters = last === "\\" ? CHARACTERS : (last.codePointAt(0) ?? 0) - (first.codePointAt(0) ?? 0);
    return sum + Math.max(characters, 0) / LOOKUPS_EACH;
  }, 0);

/** What reading a pattern takes, in instructions: 200 take about a millisecond. */
export const patternWeight = (pattern: string): number =>
  expandedSize(pattern) +
  (pattern.match(CLASS)?.length ?? 0) * CLASS_WEIGHT +
  (IGNORES_CASE.test(pattern) ? rangeWeight(pattern) : 0);

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
  if (patternWeight(pattern) > EXPANDED_MAX) return { fault: "has too many classes of Unicode, or ranges of it" };
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
export const occurs = ({ compiled, size }: Pattern, text: string, budget: Budget = new Budget()): boolean | null =>
  budget.spend(size * text.length * STEP_MICROSECONDS) ? compiled.test(text) : null;
