/**
 * What measuring costs: processor time of a server for each request (Linux: /proc), without metrics and with them, by turns,
 * and the counting alone against prom-client's own histogram. `--quick` makes fewer requests.
 */
import { Histogram } from "prom-client";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RouteTimes } from "../../src/adapters/metrics/route-times.ts";

const QUICK = process.argv.includes("--quick");
const REQUESTS = QUICK ? 2_000 : 10_000;
const ROUNDS = QUICK ? 1 : 5;
const AT_ONCE = 16;
const OBSERVATIONS = 1_000_000;
const LIMITS = JSON.stringify({ anonymous: { requests: 10_000_000 } });

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

const perCall = (work: (turn: number) => void): number => {
  const startedAt = process.cpuUsage();
  for (let turn = 0; turn < OBSERVATIONS; turn += 1) work(turn);
  const { user, system } = process.cpuUsage(startedAt);
  return ((user + system) * 1_000) / OBSERVATIONS;
};

function countingAlone(): void {
  const time = new RouteTimes().route("GET", "/api/v1/prompts/:id");
  const own = perCall((turn) => time(200, turn / OBSERVATIONS));
  const theirs = new Histogram({ name: "x", help: "x", labelNames: ["method", "route", "status"], registers: [] });
  const other = perCall((turn) =>
    theirs.observe({ method: "GET", route: "/api/v1/prompts/:id", status: "200" }, turn / OBSERVATIONS),
  );
  say(`one observation: ${own.toFixed(0)} ns, by prom-client's histogram ${other.toFixed(0)} ns`);
}

/** Nanoseconds the main thread of a process has been on a processor. */
const processorOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]);

async function serve(home: string, env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const own = {
    PATH: process.env["PATH"] ?? "",
    PROMPTR_HOME: home,
    HOST: "127.0.0.1",
    PORT: "0",
    NODE_ENV: "production",
  };
  const child = spawn(process.execPath, ["src/main.ts", "serve", "--role", "web"], {
    env: { ...own, PUBLIC_URL: "http://localhost", PROMPTR_LIMITS: LIMITS, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once("exit", () => reject(new Error("The server ended")));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    const port = /localhost:(\d+)/.exec(text)?.[1];
    if (port !== undefined) resolve(`http://127.0.0.1:${port}/api/v1/prompts/public`);
  });
  return { child, url: await promise };
}

async function ask(url: string, times: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let left = times;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await new Promise<void>((resolve, reject) => {
        get(url, { agent }, (answer) => answer.resume().once("end", () => resolve())).once("error", reject);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  agent.destroy();
}

async function microsecondsPerRequest(home: string, env: Record<string, string>): Promise<number> {
  const { child, url } = await serve(home, env);
  const gone = new Promise((resolve) => child.once("exit", resolve));
  try {
    await ask(url, REQUESTS / 4); // warm
    const before = processorOf(child.pid ?? 0);
    await ask(url, REQUESTS);
    return (processorOf(child.pid ?? 0) - before) / REQUESTS / 1_000;
  } finally {
    child.kill("SIGTERM");
    await gone;
  }
}

countingAlone();
const home = mkdtempSync(join(tmpdir(), "promptr-metrics-"));
const cases = { without: {}, metrics: { METRICS_PORT: "0" } };
const figures: Record<keyof typeof cases, number[]> = { without: [], metrics: [] };
try {
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of ["without", "metrics"] as const)
      figures[name].push(await microsecondsPerRequest(home, cases[name]));
} finally {
  rmSync(home, { recursive: true, force: true });
}
const [off, on] = [median(figures.without), median(figures.metrics)];
say(
  `a read of the public list: ${off.toFixed(1)} µs without, ${on.toFixed(1)} µs with metrics (${((on / off - 1) * 100).toFixed(1)} %)`,
);
