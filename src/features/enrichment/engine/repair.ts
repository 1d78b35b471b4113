import { type Draft, type Part, PARTS } from "../../../contract/draft.ts";
import { type Finding, type Fix, inspect, scanTemplate, variablesOf } from "../lint/index.ts";
import { trimmed } from "./changes.ts";
import { composed, type Patch, patched } from "./patches.ts";

/** A repair can bring the next one to light; each round makes the text simpler, and no real prompt needs more. */
const ROUNDS_MAX = 8;

export type Patches = ReadonlyMap<Part, readonly Patch[]>;

/** Every repair that can be proved, repeated until none is left. `mayGrow` leaves out those that add text. */
export function repairsOf(draft: Draft, mayGrow: boolean): Patches {
  const patches = new Map<Part, readonly Patch[]>();
  const known = new Set(variablesOf(draft));
  let current = draft;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const fixable = inspect(current).findings.filter((finding) => isProvable(finding, current, known, mayGrow));
    if (fixable.length === 0) break;
    for (const part of PARTS) {
      const fresh = disjoint(fixable.filter(({ field }) => field === part));
      const kept = leavingSomething(current[part] ?? "", fresh);
      if (kept.length > 0) patches.set(part, composed(draft[part] ?? "", patches.get(part) ?? [], kept));
    }
    current = withPatches(draft, patches, (text) => text); // the places of later patches are those of the untrimmed text
  }
  return patches;
}

export const patchedDraft = (draft: Draft, patches: Patches): Draft => withPatches(draft, patches, trimmed);

function withPatches(draft: Draft, patches: Patches, finish: (text: string) => string | null): Draft {
  const result: { -readonly [P in Part]: string | null } = { ...draft };
  for (const [part, own] of patches) result[part] = finish(patched(draft[part] ?? "", own));
  return result;
}

/** A fix may neither lose a variable where it stands nor bring in a name that nobody fills. */
function isProvable({ fix, field }: Finding, draft: Draft, known: ReadonlySet<string>, mayGrow: boolean): boolean {
  if (!fix || (!mayGrow && fix.replacement.length > fix.span[1] - fix.span[0])) return false;
  const before = tokensOf((draft[field] ?? "").slice(...fix.span));
  const after = scanTemplate(fix.replacement).variables;
  return (
    after.every(({ name }) => known.has(name)) &&
    before.every((token) => after.some((variable) => variable.token === token))
  );
}

const tokensOf = (text: string): readonly string[] => scanTemplate(text).variables.map(({ token }) => token);

/** The first of overlapping repairs; the others are found again in the next round if they still apply. */
function disjoint(findings: readonly Finding[]): readonly Patch[] {
  const patches = findings.flatMap((finding) => (finding.fix ? [patchOf(finding, finding.fix)] : []));
  let end = -1;
  return patches
    .sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1])
    .filter(({ span }) => {
      if (span[0] < end) return false;
      end = Math.max(span[1], span[0] + 1);
      return true;
    });
}

const patchOf = (finding: Finding, { span, replacement }: Fix): Patch => ({
  span,
  text: replacement,
  findings: [finding],
});

/** Repairs that are each right may together leave nothing of a field: then the first one is not made. */
function leavingSomething(text: string, patches: readonly Patch[]): readonly Patch[] {
  return patches.length > 1 && patched(text, patches).trim() === "" ? patches.slice(1) : patches;
}
