/**
 * Whether the time of a refused login tells if the account exists: 500 pairs of logins, one with an unknown address and one
 * with a wrong password, in random order, against a whole server on an embedded Postgres.
 * `node scripts/bench/login-timing.ts`. Prints medians, floors and their differences; exit code 1 when the medians differ by
 * more than 3 ms (issue 3, RELIABILITY P11).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../../src/adapters/log.ts";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";

const PAIRS = 500;
const WARM_UP = 20;
const DIFFERENCE_MAX_MS = 3;
const WIDE = {
  anonymous: { requests: 1_000_000 },
  login: 1_000_000,
  loginPerAddress: 1_000_000,
  loginPerAccount: 1_000_000,
};
const ADA = { email: "ada@example.com", password: "correct-horse-7", fullName: "Ada Lovelace" };

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const config = readConfig({
  NODE_ENV: "test",
  HOST: "127.0.0.1",
  PORT: "0",
  PROMPTR_HOME: home,
  PROMPTR_LIMITS: JSON.stringify(WIDE),
});
const log = createLog({ level: "error", human: false, to: process.stderr });
const app = await startApp(config, { role: "web", log });
const origin = app.url.replace("localhost", "127.0.0.1");

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${origin}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const TRIES = {
  unknown: () => ({ email: `nobody-${Math.floor(Math.random() * 1e9)}@example.com`, password: "wrong-horse-7" }),
  wrong: () => ({ email: ADA.email, password: "wrong-horse-7" }),
};
type Kind = keyof typeof TRIES;

async function timeOf(kind: Kind): Promise<number> {
  const body = TRIES[kind]();
  const startedAt = performance.now();
  const answer = await post("/auth/login", body);
  await answer.arrayBuffer();
  const took = performance.now() - startedAt;
  if (answer.status !== 401) throw new Error(`${kind}: ${answer.status} instead of 401`);
  return took;
}

const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b);
const median = (times: readonly number[]): number => sorted(times)[Math.floor(times.length / 2)] ?? 0;
const floor = (times: readonly number[]): number => Math.min(...times);

try {
  const registered = await post("/auth/register", ADA);
  if (registered.status !== 201) throw new Error(`The registration was refused: ${registered.status}`);
  const times: Record<Kind, number[]> = { unknown: [], wrong: [] };
  for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
    const order: Kind[] = Math.random() < 0.5 ? ["unknown", "wrong"] : ["wrong", "unknown"];
    for (const kind of order) {
      const took = await timeOf(kind);
      if (pair >= 0) times[kind].push(took);
    }
  }
  const row = (name: string, of: (values: readonly number[]) => number): string => {
    const [unknown, wrong] = [of(times.unknown), of(times.wrong)];
    return `| ${name} | ${unknown.toFixed(2)} | ${wrong.toFixed(2)} | ${Math.abs(unknown - wrong).toFixed(2)} |\n`;
  };
  process.stdout.write("| ms | unknown address | wrong password | difference |\n|---|---:|---:|---:|\n");
  process.stdout.write(row("median", median) + row("floor", floor));
  if (Math.abs(median(times.unknown) - median(times.wrong)) > DIFFERENCE_MAX_MS) process.exitCode = 1;
} finally {
  await app.stop();
  rmSync(home, { recursive: true, force: true });
}
