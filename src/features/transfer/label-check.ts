import { LabelName } from "../labels/index.ts";
import type { IncomingMove } from "./incoming.ts";
import type { Faults } from "./reading/faults.ts";
import type { FoundPrompt } from "./reading/found.ts";
import type { Losses } from "./reading/losses.ts";

/** The labels that can be set here. One of ours that cannot is a fault; one of others is told of. */
export function labelsIn(
  { place, labels }: FoundPrompt,
  isOurs: boolean,
  faults: Faults,
  losses: Losses,
): Map<string, number> {
  const good = new Map<string, number>();
  for (const [index, { label, version }] of labels.entries()) {
    const at = `${place}.labels[${index}]`;
    const parsed = LabelName.safeParse(isOurs ? label : label.toLowerCase());
    if (parsed.success && good.has(parsed.data) && isOurs) faults.add(at, "duplicate", "is there twice");
    if (parsed.success && parsed.data !== label)
      losses.add(at, `the capitals of the label ${label.slice(0, 40)}`, "labels are written small");
    if (parsed.success) good.set(parsed.data, version);
    else if (isOurs) faults.add(at, "invalid_format", parsed.error.issues[0]?.message ?? "is not a label");
    else losses.add(at, `the label ${label.slice(0, 40)}`, "labels are 1 to 36 of a-z 0-9 . _ -");
  }
  return good;
}

const REASON_MAX = 500;

/** Whether the moves of one label follow each other without a gap and end where the label is. */
function fits(moves: readonly IncomingMove[], at: number | null): boolean {
  let place: number | null = null;
  for (const [index, move] of moves.entries()) {
    if (move.revision !== index + 1 || move.from !== place || move.from === move.to) return false;
    if (move.undoes !== null && (move.undoes < 1 || move.undoes >= move.revision)) return false;
    if (move.reason !== null && (move.reason.trim() === "" || move.reason.length > REASON_MAX)) return false;
    place = move.to;
  }
  return place === at;
}

/** The history of labels, where it makes sense; a label whose history does not begins anew. */
export function historyIn(prompt: FoundPrompt, labels: ReadonlyMap<string, number>, losses: Losses): IncomingMove[] {
  const byLabel = Map.groupBy(prompt.history, ({ label }) => label);
  return [...byLabel].flatMap(([label, moves]) => {
    const sorted = moves.toSorted((a, b) => a.revision - b.revision);
    if (LabelName.safeParse(label).success && fits(sorted, labels.get(label) ?? null)) return sorted;
    losses.add(
      prompt.place,
      `the history of the label ${label.slice(0, 40)}`,
      "it does not lead to where the label is",
    );
    return [];
  });
}
