import { wordsOf } from "../text/words.ts";

/**
 * What a phrase means to the rules. A pattern is words with spaces between; `a|b` is a choice, a `?` after a slot makes it
 * optional, `#` is a number, `@language`, `@format` and `@unit` are the names of names.ts and are captured.
 */
export type Concept =
  | "answer-language"
  | "answer-format"
  | "format-ban"
  | "length"
  | "tone"
  | "vague"
  | "material"
  | "open-task"
  | "closed-output"
  | "fields";

export type Entry = { readonly concept: Concept; readonly value?: string; readonly patterns: readonly string[] };

/** The words of one language that rules count or look for. */
export const WORD_SETS = [
  "function",
  "generic",
  "instruction",
  "conditional",
  "subpart",
  "negation",
  "modal",
  "jargon",
  "outputVerb",
  "only",
  "reply",
  "praise",
  "praiseCore",
  "caps",
] as const;
export type WordSet = (typeof WORD_SETS)[number];
export type Words = { readonly [S in WordSet]: string };

export type Language = { readonly entries: readonly Entry[]; readonly words: Words };

export type Capture = "number" | "language" | "format" | "unit";
export type Names = { readonly [C in Capture]: ReadonlyMap<string, string> };

export type Slot = {
  readonly words: ReadonlyMap<string, string>;
  readonly capture: Capture | null;
  readonly optional: boolean;
};
export type Pattern = { readonly concept: Concept; readonly value: string; readonly slots: readonly Slot[] };

const CAPTURES: Record<string, Capture> = {
  "#": "number",
  "@language": "language",
  "@format": "format",
  "@unit": "unit",
};

export function compile(entries: readonly Entry[], names: Names): readonly Pattern[] {
  return entries.flatMap(({ concept, value = "", patterns }) =>
    patterns.map((pattern) => ({
      concept,
      value,
      slots: pattern.split(" ").flatMap((slot) => compileSlot(slot, names)),
    })),
  );
}

function compileSlot(source: string, names: Names): readonly Slot[] {
  const optional = source.endsWith("?");
  const bare = optional ? source.slice(0, -1) : source;
  const capture = CAPTURES[bare];
  if (capture) return [{ words: names[capture], capture, optional }];
  if (bare.includes("|"))
    return [{ words: new Map(bare.split("|").map((word) => [word, word])), capture: null, optional }];
  return wordsOf(bare).map(({ text }) => ({ words: new Map([[text, text]]), capture: null, optional }));
}
