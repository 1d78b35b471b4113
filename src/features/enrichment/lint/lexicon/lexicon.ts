import { fold, stemOf } from "../text/fold.ts";
import { kindAt, WIDE } from "../text/letters.ts";
import { Vocabulary } from "../text/vocabulary.ts";
import { cutWords } from "../text/words.ts";

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
  | "fields"
  /** An order about the time of the verbs; the value is past, present or future. */
  | "tense"
  /** The label of an example; the value is "output" when it shows the answer itself ("expected output"). */
  | "example"
  /** Words that bring in a second, unrelated order: "on another note", "one more thing". */
  | "another-task"
  /** What is another thing tomorrow: "the latest version of". */
  | "moving-target"
  /** A form of text that is short by nature; the value is the most words it can have. */
  | "sized-form"
  /** A setting of the model named in the text; the value is its name on the wire. */
  | "parameter";

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
  "every",
  "turning",
] as const;
export type WordSet = (typeof WORD_SETS)[number];
/**
 * `every`: all, every, each, whole. `turning`: verbs that make a prohibition an order, as in "do not forget to". A language
 * may leave these two out.
 */
type Later = "every" | "turning";
export type Words = { readonly [S in Exclude<WordSet, Later>]: string } & { readonly [S in Later]?: string };

/** `code` is ISO 639-1; what is written in scripts of their own is told apart by the script first. */
export type Language = {
  readonly code: string;
  readonly entries: readonly Entry[];
  readonly words: Words;
  /** In a script without spaces: words that hold a listed one without its sense, to be cut out whole. */
  readonly compounds?: string;
};

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

/** What may stand between a number and its unit: "four short sentences". */
const SIZED =
  "short|brief|single|sola|solo|única|único|einzigen|einziger|einzige|seule|seul|clear|numbered|nummerierte|nummerierten|numerados|numeradas|numérotées|numérotés|क्रमांकित|simple|concise|long|full|kurze|kurzen|knappe|einfache|einfachen|lange|langen|cortas|cortos|breves|largas|largos|courtes|courts|brèves|longues|longs|curtas|curtos|longas|longos|छोटे|छोटी|सरल|लंबे";

export function compile(entries: readonly Entry[], names: Names): readonly Pattern[] {
  return entries.flatMap(({ concept, value = "", patterns }) =>
    patterns
      .map((pattern) => pattern.replace("# @unit", `# ${SIZED}? @unit`))
      .map((pattern) => pattern.split(" ").flatMap((slot) => compileSlot(slot, names)))
      .flatMap(withoutLead)
      .map((slots) => ({ concept, value, slots })),
  );
}

/** A pattern is found by its first word, so one that may begin with its second is two. */
function withoutLead(slots: readonly Slot[]): readonly (readonly Slot[])[] {
  const [first, ...rest] = slots;
  return first?.optional ? [[{ ...first, optional: false }, ...rest], ...withoutLead(rest)] : [slots];
}

function compileSlot(source: string, names: Names): readonly Slot[] {
  const optional = source.endsWith("?");
  const bare = optional ? source.slice(0, -1) : source;
  const capture = CAPTURES[bare];
  if (capture) return [{ words: names[capture], capture, optional }];
  if (bare.includes("|"))
    return [{ words: new Map(bare.split("|").map((word) => [stemOf(fold(word)), word])), capture: null, optional }];
  return listed(bare).map((text) => ({ words: new Map([[text, text]]), capture: null, optional }));
}

/** What a script without spaces is cut by: the words of a list or a pattern as they are written. */
export const wideWords = (source: string): readonly string[] =>
  source
    .split(/[ |?]/)
    .filter((word) => kindAt(word, 0) === WIDE)
    .map(fold);

/** The words of a list with spaces between, as they are found in a text; in scripts without spaces each is one word. */
export const listed = (source: string): readonly string[] =>
  source.split(" ").flatMap((word) => (kindAt(word, 0) === WIDE ? [stemOf(fold(word))] : plainWords(word)));

const NO_VOCABULARY = new Vocabulary([], []);
function plainWords(source: string): readonly string[] {
  const words: string[] = [];
  cutWords(source, NO_VOCABULARY, (start, end, isWide) => {
    const word = fold(source.slice(start, end));
    words.push(isWide ? stemOf(word) : word);
  });
  return words;
}
