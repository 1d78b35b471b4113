import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;
const KB_PER_MB = 1_024;

type Stat = { readonly parent: number; readonly own: number; readonly reaped: number };

/** Seconds of processor time of one process, and of the children it has waited for; null when it is gone. */
function statOf(pid: number | "self"): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const seconds = (index: number): number => Number(fields[index]) / TICKS_PER_SECOND;
    return { parent: Number(fields[1]), own: seconds(11) + seconds(12), reaped: seconds(13) + seconds(14) };
  } catch {
    return null; // it ended meanwhile
  }
}

/** A process and all that descend from it. */
function treeOf(root: number): Map<number, Stat> {
  const all = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat) all.set(Number(name), stat);
  }
  const tree = new Map<number, Stat>();
  const add = (pid: number): void => {
    const stat = all.get(pid);
    if (!stat || tree.has(pid)) return;
    tree.set(pid, stat);
    for (const [child, { parent }] of all) if (parent === pid) add(child);
  };
  add(root);
  return tree;
}

/** Seconds of processor time of a tree so far: what lives in it, and what each member has reaped. */
export const cpuOf = (root: number | null): number =>
  root === null ? 0 : [...treeOf(root).values()].reduce((sum, { own, reaped }) => sum + own + reaped, 0);

/** Seconds of processor time of one process so far, without its children. */
export const cpuOfOne = (pid: number): number => statOf(pid)?.own ?? 0;

/** Seconds of processor time of this process, and of the load generators it has waited for. */
export const ownCpu = (): number => {
  const stat = statOf("self");
  return stat ? stat.own + stat.reaped : 0;
};

const machineTicks = (): readonly number[] =>
  (readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "").split(/\s+/).slice(1).map(Number);

/** Seconds all processors of the machine were busy. */
export function machineCpu(): number {
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, soft = 0] = machineTicks();
  return (user + nice + system + interrupts + soft) / TICKS_PER_SECOND;
}

/** Seconds processors had work and were not given to this machine: others on the same host had them (`steal`). */
export const stolenCpu = (): number => (machineTicks()[7] ?? 0) / TICKS_PER_SECOND;

function memoryOf(root: number, field: "VmRSS" | "VmHWM"): number {
  return [...treeOf(root).keys()].reduce((sum, pid) => {
    try {
      const found = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
      return sum + Number(found?.[1] ?? 0) / KB_PER_MB;
    } catch {
      return sum; // it ended meanwhile
    }
  }, 0);
}
/** MiB in memory now, and at most since the last `resetPeak`. */
export const memoryNow = (root: number): number => memoryOf(root, "VmRSS");
export const memoryPeak = (root: number): number => memoryOf(root, "VmHWM");

export function resetPeak(root: number): void {
  for (const pid of treeOf(root).keys()) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, "5");
    } catch {
      // Not ours, or gone: its peak is then the one since it started.
    }
  }
}
