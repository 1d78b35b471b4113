import { expect } from "vitest";
import type { Caller } from "../caller.ts";
import type { World } from "../world.ts";

export const LABELS = ["production", "staging"] as const;
export type Label = (typeof LABELS)[number];
type Move = { readonly from: number | null; readonly to: number | null; readonly undoes: number | null };
type Row = Record<string, unknown>;

/** The owner at one process, a key of theirs at another, and a key that may change prompts but no protected label. */
export type Real = { readonly world: World; readonly callers: readonly [Caller, Caller]; readonly weak: Caller };
export type Model = {
  readonly promptId: string;
  /** The text of each version. */
  readonly texts: string[];
  readonly history: Record<Label, Move[]>;
  isDeleted: boolean;
  /** Rows as they were seen: none of them may ever change. */
  seen: { events: Map<string, Row>; versions: Map<string, Row> };
};

export type Condition = "any" | "seen" | "old" | "new";

export const standsOn = ({ history }: Model, name: Label): number | null => history[name].at(-1)?.to ?? null;
const etagOf = ({ promptId, history }: Model, name: Label, back = 0): string =>
  `"${promptId}-${name}-r${history[name].length - back}"`;
export const pathOf = ({ promptId }: Model, name: Label): string => `/prompts/${promptId}/labels/${name}`;

export function headersOf(model: Model, name: Label, wanted: Condition): Record<string, string> {
  if (wanted === "any") return {};
  if (wanted === "new") return { "if-none-match": "*" };
  return { "if-match": etagOf(model, name, wanted === "seen" ? 0 : 1) };
}
/** Whether the label is as the caller wants it. */
export function holds(model: Model, name: Label, wanted: Condition): boolean {
  const isSet = standsOn(model, name) !== null;
  return wanted === "any" || (wanted === "new" ? !isSet : isSet && wanted === "seen");
}

export function note(model: Model, name: Label, to: number | null, undoes: number | null = null): void {
  model.history[name].push({ from: standsOn(model, name), to, undoes });
}

/** Every row that was ever seen is still there as it was. */
function expectKept(seen: Map<string, Row>, rows: readonly Row[], key: string): void {
  const now = new Map(rows.map((row) => [String(row[key]), row]));
  for (const [id, row] of seen) expect(now.get(id)).toEqual(row);
  for (const [id, row] of now) seen.set(id, row);
}

/** Labels stand where the last move put them; history and versions hold every step, in order, and lose none. */
export async function expectHistory(model: Model, { world }: Real): Promise<void> {
  const { promptId, history, seen } = model;
  const events = await world.sql("select * from promptr.label_events where prompt_id = $1 order by revision", [
    promptId,
  ]);
  const versions = await world.sql("select * from promptr.prompt_versions where prompt_id = $1 order by version", [
    promptId,
  ]);
  const labels = await world.sql("select label, version, revision from promptr.prompt_labels where prompt_id = $1", [
    promptId,
  ]);
  expectKept(seen.events, events, "id");
  expectKept(seen.versions, versions, "version");
  expect(versions.map(({ version: number, task }) => [number, task])).toEqual(
    model.texts.map((text, n) => [n + 1, text]),
  );
  for (const name of LABELS) {
    const moves = events.filter((event) => event["label"] === name);
    const placeOf = (id: unknown) => (id === null ? null : moves.findIndex((event) => event["id"] === id) + 1);
    const told = moves.map((event) => ({
      from: event["from_version"],
      to: event["to_version"],
      undoes: placeOf(event["undoes"]),
    }));
    expect(told).toEqual(history[name]);
    expect(moves.map(({ revision }) => revision)).toEqual(moves.map((_, n) => n + 1));
    const stands = standsOn(model, name);
    const row = labels.find((one) => one["label"] === name);
    expect(row).toEqual(stands === null ? undefined : { label: name, version: stands, revision: moves.length });
  }
}
