import { basename } from "node:path";

/** What V8 writes; `timeDeltas` are microseconds since the sample before. */
export type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
  /** Microseconds of the clock of `process.hrtime`. */
  readonly startTime: number;
};

const FUNCTIONS = 25;
const PACKAGES = 30;

/** The package, part of node, or file of ours a frame belongs to; null for waiting. */
function groupOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string | null {
  if (functionName === "(idle)" || functionName === "(root)") return null;
  if (functionName === "(program)") return "(native: system calls, C++)";
  const [, inPackage] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (inPackage !== undefined) return inPackage;
  if (url.startsWith("node:")) return url;
  if (url === "") return functionName.startsWith("(") ? functionName : `(native) ${functionName}`;
  return url.includes("/src/") ? (url.split("/src/")[1] ?? url) : basename(url);
}

const top = (sums: ReadonlyMap<string, number>, count: number, total: number): string[] =>
  [...sums]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, micros]) => `${((100 * micros) / total).toFixed(1).padStart(5)}%  ${name}`);

/** Self time between two moments (microseconds), by package and by function, as text. */
export function selfTimes(profile: CpuProfile, fromMicros: number, toMicros: number): string {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const [packages, functions] = [new Map<string, number>(), new Map<string, number>()];
  let [now, total] = [profile.startTime, 0];
  profile.samples.forEach((id, index) => {
    const micros = Math.max(0, profile.timeDeltas[index + 1] ?? 0); // how long this sample held
    now += profile.timeDeltas[index] ?? 0;
    const frame = frames.get(id);
    const group = frame ? groupOf(frame) : null;
    if (!frame || group === null || now < fromMicros || now > toMicros) return;
    total += micros;
    packages.set(group, (packages.get(group) ?? 0) + micros);
    const name = `${frame.functionName || "(anonymous)"}  ${group}:${frame.lineNumber + 1}`;
    functions.set(name, (functions.get(name) ?? 0) + micros);
  });
  const seconds = (total / 1e6).toFixed(2);
  return [`${seconds} s at work`, "", ...top(packages, PACKAGES, total), "", ...top(functions, FUNCTIONS, total)].join(
    "\n",
  );
}
