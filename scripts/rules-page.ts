import { readFileSync } from "node:fs";
import { type Draft, EMPTY_DRAFT } from "../src/contract/draft.ts";
import { type LintOptions, type ModelFacts, RULES, SCORE_VERSION } from "../src/features/enrichment/lint/index.ts";
import { DIMENSION_WEIGHTS } from "../src/features/enrichment/lint/score.ts";

/** What a person must say of a rule; the rest of its page is read from the rule. */
export type Note = {
  readonly what: string;
  readonly why: string;
  readonly bad: string | Partial<Draft>;
  readonly good: string | Partial<Draft>;
  readonly source: string;
  /** What the linter is told beside the bad example, and beside the good one. */
  readonly options?: WrittenOptions;
  readonly goodOptions?: WrittenOptions;
};
type WrittenOptions = {
  readonly today?: string;
  readonly isPublic?: boolean;
  readonly variables?: readonly { readonly name: string }[];
  readonly model?: ModelFacts;
};

const FOLDER = new URL("../docs/rules/", import.meta.url);
export const PAGE = new URL("README.md", FOLDER);
export const NOTES = JSON.parse(readFileSync(new URL("notes.json", FOLDER), "utf8")) as Readonly<Record<string, Note>>;

export const draftOf = (example: Note["bad"]): Draft =>
  typeof example === "string" ? { ...EMPTY_DRAFT, task: example } : { ...EMPTY_DRAFT, ...example };

export const optionsOf = ({ today, ...rest }: WrittenOptions = {}): LintOptions => ({
  ...rest,
  ...(today !== undefined && { today: new Date(today) }),
});

/** `docs/rules/README.md`: a section a rule, in the order of the list. */
export const rulesPage = (): string => `${INTRODUCTION}\n${table()}\n\n${RULES.map(section).join("\n\n")}\n`;

const INTRODUCTION = `# The rules of the linter

Score version ${SCORE_VERSION}. Written by \`node scripts/rules.ts\` from the rules and \`notes.json\`; a test runs every example.

The score starts at 100 and only falls. Each broken rule takes its weight off its dimension, however often it is broken; the
score is the weighted geometric mean of the dimensions (${Object.entries(DIMENSION_WEIGHTS)
  .map(([dimension, weight]) => `${dimension} ${weight}`)
  .join(", ")}), and the lowest cap of a broken rule is its ceiling.
Nothing that stands in a prompt can raise it. Findings carry the field, the span and, where one can be proved, a fix: applying
it removes the finding, lowers no score, and touches no variable and no code block.
`;

const table = (): string =>
  [
    "| Rule | Severity | Dimension | Weight | Cap |",
    "| --- | --- | --- | --- | --- |",
    ...RULES.map(
      ({ id, severity, dimension, weight, cap }) =>
        `| [${id}](#${id}) | ${severity} | ${dimension} | ${weight} | ${cap ?? ""} |`,
    ),
  ].join("\n");

function section({ id, severity, dimension }: (typeof RULES)[number]): string {
  const note = NOTES[id];
  if (!note) throw new Error(`docs/rules/notes.json says nothing about ${id}`);
  return [
    `## ${id}`,
    "",
    `${note.what} (${severity}, ${dimension})`,
    "",
    `**Why.** ${note.why}`,
    "",
    `**Bad**${told(note.options)}`,
    "",
    quoted(note.bad),
    "",
    `**Good**${told(note.goodOptions)}`,
    "",
    quoted(note.good),
    "",
    `**Source.** ${note.source}.`,
  ].join("\n");
}

/** A block of four marks, so that an example may hold one of three. */
const quoted = (example: Note["bad"]): string =>
  ["````text", ...(typeof example === "string" ? [example] : Object.entries(example).map(pair)), "````"].join("\n");

const pair = ([part, text]: [string, string | null]): string => `${part}: ${(text ?? "").replaceAll("\n", "\n  ")}`;

const told = (options: WrittenOptions | undefined): string =>
  options === undefined ? "" : `, told \`${JSON.stringify(options)}\``;
