import { type Draft, PARTS } from "../../../contract/draft.ts";
import { scanTemplate } from "../lint/index.ts";

/** What a rewriting did to the parts of a prompt that programs rely on. */
export type Intactness = {
  /** True when nothing was lost and no variable was added. */
  readonly intact: boolean;
  /** Variables of the source that no longer stand anywhere, byte for byte (`{{ a }}` is not `{{a}}`), as names. */
  readonly lostVariables: readonly string[];
  /** Names the source did not use: they would need a value nobody gives. */
  readonly addedVariables: readonly string[];
  /** Fenced blocks of the source that are missing or changed, counted with repetitions. */
  readonly lostFences: number;
  /** The same for `{{{{raw}}}}` blocks and for template tags that are no variables. */
  readonly lostBlocks: number;
};

/** Compares two drafts in code, whatever made the second one. A block may move to another field. */
export function provenIntact(before: Draft, after: Draft): Intactness {
  const [source, result] = [tokensOf(before), tokensOf(after)];
  const kept = new Set(result.variables.map(({ token }) => token));
  const known = new Set(source.variables.map(({ name }) => name));
  const lostVariables = unique(source.variables.filter(({ token }) => !kept.has(token)).map(({ name }) => name));
  const addedVariables = unique(result.variables.map(({ name }) => name).filter((name) => !known.has(name)));
  const lostFences = missing(source.fences, result.fences);
  const lostBlocks = missing(source.blocks, result.blocks);
  const intact = lostVariables.length + addedVariables.length + lostFences + lostBlocks === 0;
  return { intact, lostVariables, addedVariables, lostFences, lostBlocks };
}

function tokensOf(draft: Draft) {
  const texts = PARTS.map((part) => draft[part] ?? "");
  const scans = texts.map((text) => ({ text, template: scanTemplate(text) }));
  return {
    variables: scans.flatMap(({ template }) => template.variables),
    fences: scans.flatMap(({ text, template }) => template.fences.map((span) => text.slice(...span))),
    blocks: scans.flatMap(({ text, template }) =>
      [...template.raws, ...template.tags].map((span) => text.slice(...span)),
    ),
  };
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

function missing(wanted: readonly string[], present: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const block of present) counts.set(block, (counts.get(block) ?? 0) + 1);
  let lost = 0;
  for (const block of wanted) {
    const count = counts.get(block) ?? 0;
    if (count === 0) lost += 1;
    counts.set(block, count - 1);
  }
  return lost;
}
