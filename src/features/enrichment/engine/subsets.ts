import { type Draft, type Part, PARTS } from "../../../contract/draft.ts";
import { scanTemplate } from "../lint/index.ts";
import { partMax } from "../schema.ts";
import { applyChanges, type Change } from "./changes.ts";

/** So many changes of one part are looked at in every combination (64 texts). */
export const CHANGES_PER_PART_MAX = 6;

/** What a part holds at the least, and at the most, whichever of its changes are taken. */
type Bounds = {
  /** Variables, byte for byte, that are always there. */
  readonly always: ReadonlySet<string>;
  /** Names of variables that are ever there. */
  readonly ever: ReadonlySet<string>;
  /** Fenced and raw blocks and template tags, with how often each is there at the least. */
  readonly blocks: ReadonlyMap<string, number>;
  readonly isEverEmpty: boolean;
  readonly isEverTooLong: boolean;
};

/**
 * True when any subset of the changes loses no variable and no block of the draft, adds no variable, leaves a task, and fits.
 * Parts are scanned one by one, so their combinations are judged by the least each of them keeps, which is exact.
 * @throws ChangeMismatch when the changes are not made for the draft.
 */
export function holdsInParts(draft: Draft, changes: readonly Change[]): boolean {
  const perPart = PARTS.map((part) => ({ part, own: changes.filter(({ field }) => field === part) }));
  if (perPart.some(({ own }) => own.length > CHANGES_PER_PART_MAX)) return false;
  const bounds = perPart.map(({ part, own }) => boundsOf(part, textsOf(draft, part, own)));
  const source = PARTS.map((part) => boundsOf(part, [draft[part] ?? ""]));
  const known = new Set(source.flatMap(({ ever }) => [...ever]));
  const least = sumOf(bounds);
  return (
    source.every(({ always }) => [...always].every((token) => bounds.some((part) => part.always.has(token)))) &&
    bounds.every(({ ever }) => [...ever].every((name) => known.has(name))) &&
    [...sumOf(source)].every(([block, count]) => (least.get(block) ?? 0) >= count) &&
    bounds.every(({ isEverTooLong }) => !isEverTooLong) &&
    bounds[PARTS.indexOf("task")]?.isEverEmpty === false
  );
}

/** The part with none, some and all of its changes. */
const textsOf = (draft: Draft, part: Part, own: readonly Change[]): readonly string[] =>
  Array.from({ length: 2 ** own.length }, (_, choice) => {
    const taken = own.filter((_change, index) => (choice >> index) % 2 === 1);
    return applyChanges(draft, taken)[part] ?? "";
  });

function boundsOf(part: Part, texts: readonly string[]): Bounds {
  const scans = texts.map((text) => {
    const { variables, fences, raws, tags } = scanTemplate(text);
    const blocks = [...fences, ...raws, ...tags].map((span) => text.slice(...span));
    return {
      tokens: new Set(variables.map(({ token }) => token)),
      names: variables.map(({ name }) => name),
      blocks: Map.groupBy(blocks, (block) => block),
    };
  });
  const [first, ...others] = scans;
  const always = [...(first?.tokens ?? [])].filter((token) => others.every(({ tokens }) => tokens.has(token)));
  const blocks = [...(first?.blocks ?? [])].map(([block, same]): [string, number] => [
    block,
    Math.min(same.length, ...others.map((scan) => scan.blocks.get(block)?.length ?? 0)),
  ]);
  return {
    always: new Set(always),
    ever: new Set(scans.flatMap(({ names }) => names)),
    blocks: new Map(blocks),
    isEverEmpty: texts.some((text) => text.trim() === ""),
    isEverTooLong: texts.some((text) => text.length > partMax(part)),
  };
}

function sumOf(bounds: readonly Bounds[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { blocks } of bounds) {
    for (const [block, count] of blocks) sum.set(block, (sum.get(block) ?? 0) + count);
  }
  return sum;
}
