import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "./error.ts";

const POLL_MS = 20;

/** Fields 1 and 2 of /proc/<pid>/stat end at the last parenthesis, so field 3 (state) and 22 (start, in ticks) are counted from there. */
const STATE_FIELD = 0;
const START_FIELD = 19;

/** Whether a process, even a dead one its parent has not collected yet, answers to this number. */
export function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** What tells this run of a process from a later one with the same number; null when it is over. */
export function identityOf(pid: number): string | null {
  if (!isSignalable(pid)) return null;
  return process.platform === "linux" ? linuxIdentity(pid) : ask(pid, "lstart") || null;
}

function linuxIdentity(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[STATE_FIELD] === "Z") return null;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fields[START_FIELD]}`;
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ESRCH") throw error;
    return null;
  }
}

/** The program and arguments of a process, parted by blanks; "" when it is over. */
export function commandOf(pid: number): string {
  if (process.platform !== "linux") return ask(pid, "command");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ESRCH") throw error;
    return "";
  }
}

/** Signals a process that is not our child, and answers whether it ended in time. */
export async function endProcess(pid: number, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  const identity = identityOf(pid);
  if (identity === null) return true;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
  const deadline = performance.now() + waitMs;
  while (identityOf(pid) === identity) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** Where there is no /proc, `ps` knows; the fixed zone and language keep its dates comparable between runs. */
function ask(pid: number, field: "lstart" | "command"): string {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
  return spawnSync("ps", ["-ww", "-o", `${field}=`, "-p", String(pid)], { encoding: "utf8", env }).stdout.trim();
}
