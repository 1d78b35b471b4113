import { execFile, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cpuOf, cpuOfOne, machineCpu, ownCpu } from "../http/proc.ts";

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, "../statuses.lua");
const [SERVER_PROCESSORS, SENDER_PROCESSORS] = ["0", "1"];

export type Flood = {
  readonly good: number;
  readonly shed: number;
  readonly other: number;
  readonly broken: number;
  readonly seconds: number;
  /** Of all answers, refusals among them, in ms. */
  readonly p50: number;
  readonly p99: number;
  /** Seconds of processor time meanwhile: the server, its Postgres, the load generator, this script, and everything else. */
  readonly cpu: Readonly<Record<"server" | "postgres" | "generator" | "script" | "others", number>>;
};
export type Shape = {
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second at most; without it as many as are answered. */
  readonly perSecond?: number;
};

/** Gives the server the first processor and this script, with what it starts, the second. False where that cannot be. */
export function separate(serverPid: number): boolean {
  const pin = (processors: string, pid: number): boolean =>
    spawnSync("taskset", ["-acp", processors, String(pid)], { stdio: "ignore" }).status === 0;
  return (
    [...descendants(serverPid)].every((pid) => pin(SERVER_PROCESSORS ?? "", pid)) &&
    pin(SENDER_PROCESSORS ?? "", process.pid)
  );
}

function descendants(root: number): Set<number> {
  const found = new Set([root]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)))
      if (found.has(parentOf(name))) found.add(Number(name));
  }
  return found;
}
function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return -1; // it ended meanwhile
  }
}

/** Sends by wrk and says what came back, and what it cost whom. */
export async function flood(stand: { url: string; token: string; pid: number }, shape: Shape): Promise<Flood> {
  const { path, connections, seconds, perSecond } = shape;
  const pauseMs = perSecond === undefined ? 0 : (1_000 * connections) / perSecond;
  const before = { tree: cpuOf(stand.pid), server: cpuOfOne(stand.pid), own: ownCpu(), script: process.cpuUsage(), all: machineCpu() }; // prettier-ignore
  const words = ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "30s", "-s", SCRIPT, stand.url];
  const { stdout } = await run("wrk", [...words, "--", path, stand.token, String(pauseMs)]);
  const { user, system } = process.cpuUsage(before.script);
  const script = (user + system) / 1e6;
  const server = cpuOfOne(stand.pid) - before.server;
  const postgres = cpuOf(stand.pid) - before.tree - server;
  const generator = ownCpu() - before.own - script;
  const others = machineCpu() - before.all - server - postgres - generator - script;
  const told = JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? "null") as Omit<Flood, "cpu">; // our own script wrote it
  return { ...told, cpu: { server, postgres, generator, script, others } };
}
