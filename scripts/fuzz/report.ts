/** What was asked and answered, and what was wrong with it. */
import type { Failure } from "./hunt.ts";
import type { Answered } from "./send.ts";

export class Tally {
  readonly byOperation = new Map<string, Map<number, number>>();
  readonly accepted = new Set<string>();
  readonly byTwist = new Map<string, number>();
  slowestMs = 0;
  requests = 0;

  /** `isOther`: the request went by another method or to another address than the operation's. */
  count(operation: string, { status, ms }: Answered, twist = "sequence", isOther = false): void {
    const statuses = this.byOperation.get(operation) ?? new Map<number, number>();
    this.byOperation.set(operation, statuses.set(status, (statuses.get(status) ?? 0) + 1));
    this.byTwist.set(twist, (this.byTwist.get(twist) ?? 0) + 1);
    if (status < 400 && !isOther) this.accepted.add(operation);
    this.slowestMs = Math.max(this.slowestMs, ms);
    this.requests += 1;
  }
}

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, one) => total + one, 0);
const statusesOf = (statuses: ReadonlyMap<number, number>): string =>
  [...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status}×${count}`)
    .join(" ");

export function describeFailure({ operation, check, detail, curl, answer, twist }: Failure): string {
  return [`✗ ${operation}: ${check}: ${detail} (${twist})`, `  ${curl}`, `  → ${answer}`].join("\n");
}

export function describe(tally: Tally, operations: readonly string[], failures: readonly Failure[]): string {
  const asked = operations.filter((name) => tally.byOperation.has(name));
  const statuses = new Map<number, number>();
  for (const counts of tally.byOperation.values())
    for (const [status, count] of counts) statuses.set(status, (statuses.get(status) ?? 0) + count);
  const rows = operations.map((name) => {
    const counts = tally.byOperation.get(name) ?? new Map<number, number>();
    return `${name.padEnd(32)} ${String(sum(counts.values())).padStart(6)}  ${statusesOf(counts)}`;
  });
  const never = operations.filter((name) => !tally.accepted.has(name));
  return [
    ...rows,
    "",
    `${tally.requests} requests over ${asked.length} of ${operations.length} operations; ${operations.length - never.length} of them accepted something${never.length > 0 ? ` (never: ${never.join(", ")})` : ""}`,
    `by status: ${statusesOf(statuses)}`,
    `by what was wrong: ${[...tally.byTwist].map(([kind, count]) => `${kind} ${count}`).join(", ")}`,
    `5xx: ${sum([...statuses].filter(([status]) => status >= 500).map(([, count]) => count))}; slowest answer: ${Math.round(tally.slowestMs)} ms; failures: ${failures.length}`,
  ].join("\n");
}
