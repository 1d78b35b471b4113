import { type Draft, PARTS, type Part } from "../../src/contract/draft.ts";
import { scanTemplate } from "../../src/features/enrichment/lint/index.ts";
import { protectedSpans } from "../../src/features/enrichment/lint/text/template.ts";
import { type Sample, STUFFING } from "./corpus.ts";

/** A changed copy of a prompt, and what was done to it. */
export type Variant = { readonly how: string; readonly draft: Draft };

type Present = readonly [part: Part, text: string];

const present = (draft: Draft): readonly Present[] =>
  PARTS.flatMap((part): Present[] => (draft[part] === null ? [] : [[part, draft[part]]]));

const inEachPart = (draft: Draft, change: (text: string) => string): Draft => ({
  ...draft,
  ...(Object.fromEntries(present(draft).map(([part, text]) => [part, change(text)])) as Partial<Draft>),
});

/** Changes the prose only: variables and fenced blocks are not the writer's words. */
function inProse(text: string, change: (prose: string) => string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const [start, end] of protectedSpans(scanTemplate(text))) {
    pieces.push(change(text.slice(from, start)), text.slice(start, end));
    from = end;
  }
  return [...pieces, change(text.slice(from))].join("");
}

/** Words only: what holds digits or marks may be a name, a key or an address. */
const WORD = /(?<=^|[\s(«“"¡¿])\p{L}+(?=$|[\s.,;:!?)»”"])/gu;

const SPACING: Readonly<Record<string, (text: string) => string>> = {
  "spaces at the ends of lines": (text) => text.replaceAll("\n", "  \n") + " ",
  "lines around": (text) => `\n\n${text}\n\n`,
  "line ends of Windows": (text) => text.replaceAll("\n", "\r\n"),
  "double spaces": (text) => inProse(text, (prose) => prose.replaceAll(/(?<=\S) (?=\S)/g, "  ")),
};
const CASE: Readonly<Record<string, (text: string) => string>> = {
  "lower case": (text) => inProse(text, (prose) => prose.replaceAll(WORD, (word) => word.toLowerCase())),
  "a capital for each word": (text) =>
    inProse(text, (prose) => prose.replaceAll(WORD, (word) => word.charAt(0).toUpperCase() + word.slice(1))),
};

/** What must not matter; capitals are what `shouting` is about, so a shouting prompt keeps its case. */
export function* invariants({ draft, rule, independent }: Sample, clean: Sample): Generator<Variant> {
  for (const [how, change] of Object.entries(SPACING)) yield { how, draft: inEachPart(draft, change) };
  if (rule !== "shouting")
    for (const [how, change] of Object.entries(CASE)) yield { how, draft: inEachPart(draft, change) };
  const lines = independent === null ? [] : (draft[independent]?.split("\n") ?? []);
  if (independent === null || lines.length < 2 || draft[independent] !== clean.draft[independent]) return;
  yield { how: "lines reversed", draft: { ...draft, [independent]: lines.toReversed().join("\n") } };
  yield { how: "lines turned", draft: { ...draft, [independent]: [...lines.slice(1), lines[0]].join("\n") } };
}

/** The prompt with words added to please a scorer: behind the task, before it, as a role and as a style. */
export function* stuffed({ draft, language }: Sample): Generator<Variant> {
  for (const words of STUFFING[language] ?? []) {
    yield { how: `behind: ${words}`, draft: { ...draft, task: `${draft.task ?? ""}\n\n${words}` } };
    yield { how: `before: ${words}`, draft: { ...draft, task: `${words}\n\n${draft.task ?? ""}` } };
    yield { how: `role: ${words}`, draft: { ...draft, role: [words, draft.role ?? ""].join("\n").trim() } };
    yield { how: `style: ${words}`, draft: { ...draft, style: [draft.style ?? "", words].join("\n").trim() } };
  }
}
