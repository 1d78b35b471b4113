import { availableParallelism, loadavg } from "node:os";
import { quantile } from "../stand.ts";
import { ACTS } from "./acts.ts";
import type { Seen } from "./load.ts";
import type { Sample } from "./samples.ts";
import { type Soaked, stolenShares, type Verdict } from "./verdicts.ts";

type Row = Readonly<Record<string, unknown>>;
export type Told = Soaked & {
  readonly verdicts: readonly Verdict[];
  readonly maximum: number;
  readonly rate: number;
  /** Seconds of processor time while it was held: server, its Postgres, and this script with what it plays. */
  readonly cpu: { readonly server: number; readonly postgres: number; readonly script: number };
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  readonly work: readonly Row[];
  readonly mails: number;
  readonly deliveries: number;
};

const TABLES_SHOWN = 12;
const SHOWN = 5;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, n) => (n === 0 ? "---" : "---:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const whole = (value: number): string => value.toFixed(0);
const figure = (value: number): string => (Math.abs(value) < 10 ? value.toFixed(2) : whole(value));

const verdictTable = (verdicts: readonly Verdict[]): string =>
  table(
    ["", "measured", "at most", "so"],
    verdicts.map(({ what, value, most, holds }) => [what, figure(value), most, holds ? "ok" : "**FAIL**"]),
  );

/** One line for each minute: the first of its samples, but the highest p99 and all that failed. */
function minuteTable(samples: readonly Sample[], from: number): string {
  const shares = new Map(stolenShares(samples).map((share, n) => [samples[n], share]));
  const minutes = Map.groupBy(samples, ({ at }) => Math.floor((at - from) / 60_000));
  const rows = [...minutes].map(([minute, all]) => {
    const [first] = all;
    const highest = Math.max(...all.map(({ p99 }) => p99));
    const failed = all.reduce((sum, one) => sum + one.failed, 0);
    const stolen = (100 * all.reduce((sum, one) => sum + (shares.get(one) ?? 0), 0)) / all.length;
    const { rssMb = 0, heapMb = 0, lagMs = 0, connections = 0, files = 0, waiting = 0, tablesMb = 0 } = first ?? {};
    return [
      minute,
      ...[stolen, highest, failed, rssMb, heapMb, lagMs, connections, files, waiting, tablesMb].map(whole),
    ];
  });
  const head = ["minute", "% of one processor that others took", "highest p99 of 10 s, ms", "failed", "RSS MB", "heap MB", "loop p99 ms", "connections", "descriptors", "jobs waiting", "tables MB"]; // prettier-ignore
  return table(head, rows);
}

function actTable(seen: readonly Seen[]): string {
  const by = Map.groupBy(seen, ({ act }) => act);
  return table(
    ["request", "answers", "p50 ms", "p99 ms"],
    ACTS.map(({ name }) => {
      const times = (by.get(name) ?? []).map(({ ms }) => ms);
      return [name, times.length, whole(quantile(times, 0.5)), whole(quantile(times, 0.99))];
    }),
  );
}

const sizeTable = ({ before, after }: Told): string => {
  const was = new Map(before.map(({ name, megabytes }) => [name, Number(megabytes)]));
  const rows = after.slice(0, TABLES_SHOWN).map(({ name, megabytes }) => {
    const [earlier, later] = [was.get(name) ?? 0, Number(megabytes)];
    return [String(name), earlier.toFixed(1), later.toFixed(1)];
  });
  return table(["table", "MB before", "MB after"], rows);
};

/** What could not be held, word for word, the first of each. */
const troubles = ({ seen, wrongBeats, dead }: Told): string => {
  const wrong = seen.filter(({ isExpected }) => !isExpected);
  const lines = [...wrong.slice(0, SHOWN).map(({ act, status, body }) => `- ${act}: ${status} ${body}`), ...wrongBeats.slice(0, SHOWN).map((beat) => `- ${beat}`), ...dead.slice(0, SHOWN).map((job) => `- ${job}`)]; // prettier-ignore
  return lines.length === 0 ? "" : `\n\nWhat went wrong, the first of it:\n\n${lines.join("\n")}`;
};

/** The whole run as Markdown. */
export function reportOf(told: Told): string {
  const { verdicts, maximum, rate, from, to, samples, seen, cpu, work, mails, deliveries, collections } = told;
  const minutes = ((to - from) / 60_000).toFixed(1);
  const share = (seconds: number): string => `${((100_000 * seconds) / (to - from)).toFixed(0)} %`;
  return [
    `# Soak of ${new Date().toISOString().slice(0, 16)}Z: ${minutes} minutes at ${whole(rate)} requests a second`,
    `The maximum was ${whole(maximum)}/s, so this is ${((100 * rate) / maximum).toFixed(0)} % of it. ${seen.length} answers, ${mails} mails, ${deliveries} webhooks, ${collections.length} full collections. ` +
      `Of one processor the server took ${share(cpu.server)}, its Postgres ${share(cpu.postgres)}, this script ${share(cpu.script)}; there are ${availableParallelism()}, and the load average is ${(loadavg()[0] ?? 0).toFixed(1)}.`,
    verdictTable(verdicts) + troubles(told),
    "## By minute",
    minuteTable(samples, from),
    "## By request",
    actTable(seen),
    "## Jobs that were done",
    table(
      ["queue", "done"],
      work.map(({ name, done }) => [String(name), Number(done)]),
    ),
    "## The largest tables",
    sizeTable(told),
    "",
  ].join("\n\n");
}
