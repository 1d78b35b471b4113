import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { caller } from "../caller.ts";
import { Canaries, canariesOf, forgetCanaries } from "../leaks.ts";
import { scratch } from "../setup.ts";
import { until } from "../world.ts";

const CHECKOUT = join(import.meta.dirname, "../..");
const MAIN = join(CHECKOUT, "src/main.ts");
/** A loaded machine is slow, a hung process is for ever: this tells them apart. */
const PATIENCE_MS = 40_000;

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};
export type StartOptions = {
  /** What follows `promptr`; "serve" unless told. */
  readonly words?: readonly string[];
  /** Variables over those of the place. */
  readonly env?: Record<string, string>;
  /** What stands before node, for instance a change of account. */
  readonly prefix?: readonly string[];
  /** The single executable to run instead of Node and the sources. */
  readonly executable?: string;
  /** `npm start` in the checkout, as the leader of a process group as a terminal makes one. */
  readonly throughNpm?: boolean;
};
export type Running = Awaited<ReturnType<typeof waitUntilReady>>;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const readOr = (path: string, otherwise: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
};

/** The live Postgres of a home, or null. */
export function postmasterOf(home: string): number | null {
  const pid = Number.parseInt(readOr(join(home, "postgres/postmaster.pid"), ""), 10);
  if (!(pid > 0) || !isAlive(pid)) return null;
  // Another process may have the number of a dead one by now.
  return process.platform !== "linux" || readOr(`/proc/${pid}/cmdline`, "").includes(home) ? pid : null;
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

/** Collects what a process says, and how it ended. */
function follow(child: ChildProcess) {
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.setEncoding("utf8").on("data", (text: string) => void (said[name] += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...said }));
  });
  return { said, ended };
}

async function waitUntilReady(child: ChildProcess) {
  const { said, ended } = follow(child);
  let over: Ended | undefined;
  void ended.then((how) => (over = how));
  const alive = (): void => {
    if (over) throw new Error(`The server ended with ${over.code ?? over.signal}:\n${over.stdout}\n${over.stderr}`);
  };
  const port = await until(async () => {
    alive();
    return /http:\/\/localhost:(\d+)/.exec(said.stderr + said.stdout)?.[1];
  }, PATIENCE_MS);
  const url = `http://127.0.0.1:${port}`;
  const anyone = caller(url);
  await until(async () => {
    alive();
    return (await anyone.raw("/readyz").catch(() => null))?.status === 200;
  }, PATIENCE_MS);
  const pid = child.pid!;
  /** Sends a signal and waits for the end. */
  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    process.kill(pid, signal);
    return ended;
  };
  return { pid, port: Number(port), url, anyone, said, ended, end, isAlive: () => over === undefined };
}

type Clear = () => Promise<void>;
/** Also when the test ran out of time, where `await using` does nothing. */
const whenTestEnds = (clear: Clear): void => onTestFinished(clear, 2 * PATIENCE_MS);

/** A home in which `promptr migrate` has run, made once a run by whoever wants it first; it is for copying only. */
async function migratedHome(migrate: (home: string) => Promise<Ended>): Promise<string> {
  const home = join(inject("shared"), "migrated-home");
  const claim = `${home}.claim`;
  try {
    mkdirSync(claim);
  } catch {
    await until(async () => existsSync(home), 2 * PATIENCE_MS);
    return home;
  }
  const { code, stderr } = await migrate(join(claim, "home"));
  if (code !== 0) throw new Error(stderr);
  renameSync(join(claim, "home"), home);
  return home;
}

/**
 * A folder for one test, with everything that runs in it. When the test ends, well or not, the processes, the Postgres
 * they started and the folder are gone; with `atEnd`, when what was given to it has run.
 */
export function createPlace(standing: Record<string, string> = {}, atEnd: (clear: Clear) => void = whenTestEnds) {
  const folder = scratch("process");
  const home = join(folder, "home");
  const children: { child: ChildProcess; target: number }[] = [];
  const servers: Pick<Running, "url" | "said">[] = [];
  const canaries = new Canaries();
  canaries.hearEnvironment(standing);
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    PROMPTR_HOME: home,
    HOST: "127.0.0.1",
    PORT: "0",
    ...standing,
  };
  const start = (options: StartOptions): ChildProcess => {
    const { words = ["serve"], env = {}, prefix = [], throughNpm = false, executable } = options;
    canaries.hearEnvironment(env);
    const own = executable === undefined ? [process.execPath, MAIN] : [executable];
    const direct = [...prefix, ...own, ...words];
    const [program = "", ...rest] = throughNpm ? ["npm", "start"] : direct;
    const child = spawn(program, rest, {
      cwd: throughNpm ? CHECKOUT : folder, // the folder, because it has no `.env`
      detached: throughNpm,
      env: { ...environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push({ child, target: throughNpm ? -(child.pid ?? 0) : (child.pid ?? 0) });
    return child;
  };
  const clear = async (): Promise<void> => {
    for (const { child, target } of children) {
      if (child.exitCode !== null || child.signalCode !== null || target === 0) continue;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      process.kill(target, "SIGKILL");
      await gone;
    }
    await until(async () => {
      const pid = postmasterOf(home);
      if (pid !== null) process.kill(pid, "SIGQUIT");
      return pid === null;
    }, PATIENCE_MS);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    for (const { url, said } of servers) {
      for (const known of [canaries, canariesOf(url)]) known.refuse("What a server said", said.stdout + said.stderr);
      forgetCanaries(url);
    }
  };
  atEnd(clear);
  const run = (words: readonly string[], env: Record<string, string> = {}): Promise<Ended> => {
    const child = start({ words, env });
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    return follow(child).ended.finally(() => clearTimeout(timer));
  };
  return {
    folder,
    home,
    /** Runs a command to its end. */
    run,
    /** Puts a migrated database into the home, for tests that are not about the first start, which takes seconds. */
    async moveIn(): Promise<void> {
      const ready = await migratedHome((path) => run(["migrate"], { PROMPTR_HOME: path }));
      execFileSync("cp", ["-a", ready, home]);
    },
    /** Starts a server and waits until it says it is ready. */
    async serve(options: StartOptions = {}): Promise<Running> {
      const server = await waitUntilReady(start(options));
      servers.push(server);
      return server;
    },
    /** Starts a server and waits for nothing. */
    spawn: start,
  };
}
export type Place = ReturnType<typeof createPlace>;
