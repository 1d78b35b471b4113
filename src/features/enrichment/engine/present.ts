import { type Draft, type Part, PARTS } from "../../../contract/draft.ts";
import { byWeight, type Span } from "../lint/index.ts";
import { type Change, changeOf } from "./changes.ts";
import { patched, type Patch } from "./patches.ts";
import type { Patches } from "./repair.ts";

/** The patches as changes a person can accept one by one, in the order of the prompt. */
export function changesOf(draft: Draft, patches: Patches, changesMax: number): readonly Change[] {
  const perField = gathered(draft, patches, changesMax);
  return PARTS.flatMap((part) => {
    const source = draft[part] ?? "";
    return unambiguous(source, perField.get(part) ?? []).map((patch) => toChange(part, source, patch));
  });
}

/** While there are too many, the field with the most of them shows its own as one. */
function gathered(draft: Draft, patches: Patches, changesMax: number): Patches {
  const perField = new Map(patches);
  const count = (): number => [...perField.values()].reduce((sum, { length }) => sum + length, 0);
  while (count() > changesMax) {
    const [part, most] = [...perField].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    if (most.length < 2) break;
    perField.set(part, [merged(draft[part] ?? "", most)]);
  }
  return perField;
}

function merged(source: string, patches: readonly Patch[]): Patch {
  const start = patches[0]?.span[0] ?? 0;
  const end = patches.at(-1)?.span[1] ?? 0;
  const moved = patches.map((patch): Patch => ({ ...patch, span: [patch.span[0] - start, patch.span[1] - start] }));
  return {
    span: [start, end],
    text: patched(source.slice(start, end), moved),
    findings: patches.flatMap(({ findings }) => findings),
  };
}

type Widened = { readonly core: Patch; readonly span: Span };

/** Shows each patch with as much around it as makes its place unique; patches that meet by that become one. */
function unambiguous(source: string, patches: readonly Patch[]): readonly Patch[] {
  const wide: Widened[] = [];
  for (const patch of patches) {
    let core = patch;
    let span = uniqueAround(source, core.span);
    for (let last = wide.at(-1); last && span[0] < last.span[1]; last = wide.at(-1)) {
      core = merged(source, [last.core, core]);
      span = uniqueAround(source, core.span);
      wide.pop();
    }
    wide.push({ core, span });
  }
  return wide.map(({ core, span: [start, end] }) => {
    const text = source.slice(start, core.span[0]) + core.text + source.slice(core.span[1], end);
    return { span: [start, end], text, findings: core.findings };
  });
}

const STEP = 12;
/** Beyond this a change shows the whole field: searching long stretches of repetitive text would be slow. */
const STRETCH_MAX = 2000;

function uniqueAround(source: string, [from, to]: Span): Span {
  let [start, end] = [from, to];
  for (let step = STEP; !standsOnce(source, start, end); step *= 2) {
    if (end - start > STRETCH_MAX) return [0, source.length];
    start = wordStart(source, Math.max(0, start - step));
    end = wordEnd(source, Math.min(source.length, end + step));
  }
  return [start, end];
}

function standsOnce(source: string, start: number, end: number): boolean {
  if (start === 0 && end === source.length) return true;
  const text = source.slice(start, end);
  return /[\p{L}\p{N}]/u.test(text) && source.indexOf(text) === start && !source.includes(text, start + 1);
}

/** A change that begins or ends in the middle of a word is hard to read. */
const WORD_CHARACTERS_MAX = 40;

function wordStart(source: string, from: number): number {
  let position = from;
  while (position > 0 && from - position < WORD_CHARACTERS_MAX && /\S/.test(source.charAt(position - 1))) position -= 1;
  return splitsCharacter(source, position) ? position - 1 : position;
}

function wordEnd(source: string, from: number): number {
  let position = from;
  while (position - from < WORD_CHARACTERS_MAX && /\S/.test(source.charAt(position))) position += 1;
  return splitsCharacter(source, position) ? position + 1 : position;
}

function splitsCharacter(source: string, position: number): boolean {
  const code = source.charCodeAt(position);
  return code >= 0xdc00 && code <= 0xdfff;
}

function toChange(field: Part, source: string, { span, text, findings }: Patch): Change {
  const ranked = findings.toSorted(byWeight);
  const reasons = new Set(ranked.flatMap(({ fix }) => fix?.description ?? []));
  return changeOf({
    field,
    before: source.slice(...span),
    after: text,
    ruleId: ranked[0]?.ruleId ?? "",
    reason: [...reasons].join("; "),
    severity: ranked[0]?.severity ?? "suggestion",
  });
}
