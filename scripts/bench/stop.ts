/**
 * Whether a stop loses anything: twenty rounds of 200 requests a second over kept connections, SIGTERM and SIGINT in turn
 * in the middle of them. `node scripts/bench/stop.ts [--rounds 20] [--rate 200]`. Takes two minutes. Exit code 1 when a
 * request on an accepted connection went unanswered or wrong, an acknowledged prompt is missing, an exit code is not 0,
 * or a stop took longer than 20 s (RELIABILITY P30, issue 8).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { startServer } from "./processes.ts";
import { type Answer, openClient, sendSteadily, signUp } from "./steady-load.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "20" }, rate: { type: "string", default: "200" } },
});
const ROUNDS = Number(values.rounds);
const RATE = Number(values.rate);
const WARM_MS = 1_500;
const STOP_MAX_MS = 20_000;
const WIDE = JSON.stringify({
  anonymous: { requests: 10_000_000 },
  free: { requests: 10_000_000, prompts: 10_000_000 },
  register: 10_000,
});

type Round = {
  readonly answers: readonly Answer[];
  readonly dropped: readonly Answer[];
  readonly askedAt: number;
  readonly tookMs: number;
};

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const postgres = await startEmbeddedPostgres({ home, durable: false });
const database = new pg.Client(postgres.connection);
let failed = false;

async function stopUnderLoad(signal: NodeJS.Signals): Promise<Round> {
  const server = await startServer(home, { DATABASE_URL: postgres.url, PROMPTR_LIMITS: WIDE });
  const client = openClient(server.url, await signUp(server.url));
  const load = sendSteadily(RATE, (turn) =>
    turn % 2 === 0
      ? client.send("POST", "/api/v1/prompts", { title: `Prompt ${turn}`, task: "Summarise the report." })
      : client.send("GET", "/api/v1/prompts"),
  );
  await pause(WARM_MS);
  const askedAt = performance.now();
  const code = await server.stop(signal);
  const tookMs = performance.now() - askedAt;
  const answers = await load.stop();
  client.close();
  if (code !== 0 || tookMs > STOP_MAX_MS) failed = true;
  // Only who connected after the signal may have been turned away: nothing of that was accepted.
  const accepted = answers.filter(({ begunAt, reused, fault }) => begunAt < askedAt || reused || fault === "");
  return {
    answers: accepted,
    dropped: accepted.filter(({ status }) => status !== 200 && status !== 201),
    askedAt,
    tookMs,
  };
}

try {
  await database.connect();
  process.stdout.write(
    `| ${RATE}/s | answered | dropped | of prompts acknowledged, missing | stopped in ms |\n|---|---:|---:|---:|---:|\n`,
  );
  let acknowledged = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const signal = round % 2 === 1 ? "SIGTERM" : "SIGINT";
    const { answers, dropped, askedAt, tookMs } = await stopUnderLoad(signal);
    acknowledged += answers.filter(({ status }) => status === 201).length;
    const { rows } = await database.query<{ kept: number }>("select count(*)::int as kept from promptr.prompts");
    const missing = Math.max(0, acknowledged - (rows[0]?.kept ?? 0));
    if (dropped.length > 0 || missing > 0) failed = true;
    const cells = [`${round} ${signal}`, answers.length, dropped.length, missing, Math.round(tookMs)];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
    for (const { status, fault, reused, begunAt, endedAt } of dropped.slice(0, 3)) {
      const [begun, ended] = [begunAt - askedAt, endedAt - askedAt].map(Math.round);
      process.stdout.write(
        `  ${status} ${fault} ${reused ? "reused" : "new"} connection, from ${begun} to ${ended} ms\n`,
      );
    }
  }
} finally {
  await database.end();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
