import type { Finding, Span } from "../lint/index.ts";

/** A replacement of the text it is written for, with what is the reason. */
export type Patch = { readonly span: Span; readonly text: string; readonly findings: readonly Finding[] };

/** The text with sorted, disjoint patches applied. */
export function patched(source: string, patches: readonly Patch[]): string {
  const pieces: string[] = [];
  let position = 0;
  for (const { span, text } of patches) {
    pieces.push(source.slice(position, span[0]), text);
    position = span[1];
  }
  pieces.push(source.slice(position));
  return pieces.join("");
}

type Cluster = { start: number; end: number; readonly old: Patch[]; readonly fresh: Patch[] };

/**
 * Patches of the source, and patches of the text they make, as one list of patches of the source: what was found only on the
 * repaired text can so be shown as a change of the original. Patches that meet become one.
 */
export function composed(source: string, old: readonly Patch[], fresh: readonly Patch[]): readonly Patch[] {
  const current = patched(source, old);
  let before = 0;
  return clustersOf(old, fresh).map(({ start, end, old: own, fresh: edits }) => {
    const from = start - before;
    for (const patch of own) before += growthOf(patch);
    const moved = edits.map((edit): Patch => ({ ...edit, span: [edit.span[0] - start, edit.span[1] - start] }));
    return {
      span: [from, end - before],
      text: patched(current.slice(start, end), moved),
      findings: [...own, ...edits].flatMap(({ findings }) => findings),
    };
  });
}

const growthOf = ({ span, text }: Patch): number => text.length - (span[1] - span[0]);

/** Groups, in places of the current text, what overlaps or touches. */
function clustersOf(old: readonly Patch[], fresh: readonly Patch[]): readonly Cluster[] {
  let shift = 0;
  const placed = old.map((patch) => {
    const start = patch.span[0] + shift;
    shift += growthOf(patch);
    return { start, end: start + patch.text.length, patch, isOld: true };
  });
  const edits = fresh.map((patch) => ({ start: patch.span[0], end: patch.span[1], patch, isOld: false }));
  const clusters: Cluster[] = [];
  for (const { start, end, patch, isOld } of [...placed, ...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    let cluster = clusters.at(-1);
    if (!cluster || start > cluster.end) clusters.push((cluster = { start, end, old: [], fresh: [] }));
    cluster.end = Math.max(cluster.end, end);
    (isOld ? cluster.old : cluster.fresh).push(patch);
  }
  return clusters;
}
