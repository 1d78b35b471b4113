import { readdirSync, readFileSync } from "node:fs";
import { type Draft, EMPTY_DRAFT, type Part } from "../../src/contract/draft.ts";
import type { LintOptions } from "../../src/features/enrichment/lint/index.ts";
import { MODELS, TODAY } from "./models.ts";
import { withSecrets } from "./secrets.ts";

/** One prompt of the corpus: `rule` is the one defect planted in it, null in a clean prompt. */
export type Sample = {
  readonly id: string;
  /** The clean prompt and its defective twins share it, and stand in the same half. */
  readonly pair: string;
  readonly language: string;
  readonly half: Half;
  readonly draft: Draft;
  readonly options: LintOptions;
  readonly rule: string | null;
  /** Rules that are right too when they report the planted defect. */
  readonly also: readonly string[];
  /** The part whose lines may stand in any order, when there is one. */
  readonly independent: Part | null;
};

export const HALVES = ["tune", "held-out"] as const;
export type Half = (typeof HALVES)[number];

type Edit = readonly [find: string, replacement: string];
type Change = string | null | Edit | readonly Edit[];
type Options = {
  readonly model?: keyof typeof MODELS;
  readonly isPublic?: boolean;
  readonly variables?: readonly string[];
  readonly parameters?: Readonly<Record<string, unknown>>;
};
type Twin = Options & {
  readonly rule: string;
  readonly also?: readonly string[];
  readonly change?: { readonly [P in Part]?: Change };
};
type Entry = Options & {
  readonly id: string;
  readonly work: string;
  readonly draft: Partial<Draft>;
  readonly independent?: Part;
  readonly twins: readonly Twin[];
};

/** What a defect brings with it: who only praises has asked for nothing, and who says "write something" is vague. */
const BROUGHT_ALONG: Readonly<Record<string, readonly string[]>> = {
  "flattery-without-task": ["empty-task", "task-too-thin"],
  "task-too-thin": ["vague-quantifier", "no-output-contract"],
  "vague-quantifier": ["no-output-contract"],
  "multi-task-in-one": ["no-output-contract"],
  "unclosed-brace": ["undefined-variable"],
};

/** Every prompt: after each clean one come its twins. */
export function readCorpus(): readonly Sample[] {
  return HALVES.flatMap((half) =>
    readdirSync(FOLDERS[half])
      .filter((name) => name.endsWith(".json"))
      .sort()
      .flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDERS[half]), "utf8")) as readonly Entry[])
      .flatMap((entry) => samplesOf(entry, half)),
  );
}

/** Words that a writer adds to please a scorer, by language. */
export const STUFFING = JSON.parse(readFileSync(new URL("stuffing.json", import.meta.url), "utf8")) as Readonly<
  Record<string, readonly string[]>
>;

/**
 * By folder: `prompts` was seen while rules and word lists were made, `unseen` was written when they were done and is only
 * counted. Whoever looks at what fails there moves it to `prompts` and writes a new one.
 */
const FOLDERS: Readonly<Record<Half, URL>> = {
  tune: new URL("prompts/", import.meta.url),
  "held-out": new URL("unseen/", import.meta.url),
};

function samplesOf(entry: Entry, half: Half): readonly Sample[] {
  const draft: Draft = { ...EMPTY_DRAFT, ...entry.draft };
  const common = { pair: entry.id, language: entry.id.slice(0, 2), half };
  const clean: Sample = {
    ...common,
    id: entry.id,
    draft: withSecrets(draft),
    options: optionsOf(entry),
    rule: null,
    also: [],
    independent: entry.independent ?? null,
  };
  const twins = entry.twins.map((twin, index) => ({
    ...clean,
    id: `${entry.id}/${index + 1}-${twin.rule}`,
    draft: withSecrets(changed(entry.id, draft, twin)),
    options: optionsOf({ ...entry, ...twin }),
    rule: twin.rule,
    also: [...(twin.also ?? []), ...(BROUGHT_ALONG[twin.rule] ?? [])],
  }));
  return [clean, ...twins];
}

function changed(id: string, draft: Draft, { change = {} }: Twin): Draft {
  const edited = Object.entries(change).map(([part, how]) => [part, edit(id, draft[part as Part] ?? "", how)]);
  return { ...draft, ...(Object.fromEntries(edited) as Partial<Draft>) };
}

function edit(id: string, text: string, how: Change): string | null {
  if (how === null || typeof how === "string") return how;
  const edits = (typeof how[0] === "string" ? [how] : how) as readonly Edit[];
  return edits.reduce((before, [find, replacement]) => {
    if (!before.includes(find)) throw new Error(`${id}: nothing to replace: ${find}`);
    return before.replace(find, () => replacement);
  }, text);
}

const optionsOf = ({ model, isPublic, variables, parameters }: Options): LintOptions => ({
  today: TODAY,
  ...(model && { model: MODELS[model] }),
  ...(isPublic !== undefined && { isPublic }),
  ...(variables && { variables: variables.map((name) => ({ name })) }),
  ...(parameters && { params: parameters }),
});
