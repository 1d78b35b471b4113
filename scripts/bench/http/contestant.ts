import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Kind } from "./seed.ts";
import type { Dialect } from "./workloads.ts";

const READY_MS = 30_000;
const STOP_MS = 20_000;

/** A server that takes part: how it is started and asked, and what its work leaves behind. */
export type Contestant = {
  readonly name: string;
  readonly kind: Kind;
  readonly dialect: Dialect;
  readonly cwd: string;
  readonly command: readonly string[];
  readonly environment: (at: {
    readonly port: number;
    readonly databaseUrl: string;
  }) => Readonly<Record<string, string>>;
  /** Counts as SQL; `usage` is null where no row a request is kept. */
  readonly created: string;
  readonly views: string;
  readonly usage: string | null;
  /** Writes one line a request with "HTTP Request" in it. */
  readonly logs: boolean;
  /** The file it writes its log to by itself; its output otherwise. */
  readonly logFile?: string;
  /** Takes away what a cell has made. */
  readonly cleanup: readonly string[];
  /** Pid of a store of its own beside Postgres. */
  readonly redis: number | null;
};

export type Running = {
  readonly contestant: Contestant;
  readonly database: string;
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  /** Milliseconds from spawning it to its first right answer. */
  readonly coldMs: number;
  readonly stop: () => Promise<void>;
};

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(late);
}

type Start = {
  readonly contestant: Contestant;
  readonly database: string;
  readonly databaseUrl: string;
  readonly port: number;
  /** A folder for what it writes. */
  readonly folder: string;
  /** Whether it answers a real question from the database. */
  readonly isReady: (port: number) => Promise<boolean>;
  readonly nodeFlags?: readonly string[];
};

/** Starts a contestant and waits until it gives a right answer. */
export async function start({
  contestant,
  database,
  databaseUrl,
  port,
  folder,
  isReady,
  nodeFlags = [],
}: Start): Promise<Running> {
  const output = `${folder}/${contestant.name}-${port}.log`;
  const file = openSync(output, "a");
  const [program = "", ...rest] = contestant.command;
  const startedAt = performance.now();
  const child = spawn(program, [...nodeFlags, ...rest], {
    cwd: contestant.cwd,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      HOME: folder,
      ...contestant.environment({ port, databaseUrl }),
    },
    stdio: ["ignore", file, file],
  });
  closeSync(file);
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    await end(child);
    process.off("exit", kill);
  };
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() - startedAt > READY_MS) {
      await stop();
      throw new Error(`${contestant.name} did not start; see ${output}`);
    }
    await pause(5);
  }
  const coldMs = performance.now() - startedAt;
  const logFile = contestant.logFile ?? output;
  return { contestant, database, port, pid: child.pid ?? 0, logFile, coldMs, stop };
}
