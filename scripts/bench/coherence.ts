/**
 * Whether a moved label is served stale: two processes on one embedded Postgres, 1,000 moves through one of them, readers
 * that ask both without a pause; once with connections of their own, once through PgBouncer in transaction mode.
 * `node scripts/bench/coherence.ts`. Takes two minutes. Exit code 1 when the moving process serves an old version after
 * its acknowledgement, or the other one after 250 ms at the 99th percentile, one second through PgBouncer (issue 4).
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { migrate } from "../../src/db/migrate.ts";
import { createRaced, type Outcome, raceLabels, type Served } from "./label-race.ts";
import { PGBOUNCER, startPgBouncer, startServer } from "./processes.ts";

const MOVES = 1_000;
const PAUSE_MS = 40;
const WIDE = JSON.stringify({
  anonymous: { requests: 10_000_000 },
  free: { requests: 10_000_000, prompts: 1_000 },
  register: 1_000,
});
const WAYS = [
  { name: "connections of its own", boundMs: 250, pooled: false },
  { name: "PgBouncer, transaction mode", boundMs: 1_000, pooled: true },
] as const;

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const postgres = await startEmbeddedPostgres({ home, durable: false });
const client = new pg.Client(postgres.connection);

async function signUp(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      email: `ada-${Date.now()}@example.com`,
      password: "correct-horse-7",
      fullName: "Ada Lovelace",
    }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

async function measure({ boundMs, pooled }: (typeof WAYS)[number]): Promise<Outcome> {
  const pooler = pooled ? await startPgBouncer(home, postgres) : undefined;
  const env = {
    PROMPTR_LIMITS: WIDE,
    DATABASE_URL: pooler ? `${pooler.url}${postgres.connection.database}` : postgres.url,
    DATABASE_POOLED: String(pooled),
    MIGRATE_DATABASE_URL: postgres.url,
  };
  const servers = await Promise.all([0, 1].map(() => startServer(home, env)));
  try {
    const [here, there] = servers.map(({ url }) => url);
    if (here === undefined || there === undefined) throw new Error("Two servers were wanted");
    const token = await signUp(here);
    const promptId = await createRaced({ url: here, token }, MOVES + 1, (sql) => client.query(sql));
    const race = { promptId, moves: MOVES, boundMs, pauseMs: PAUSE_MS };
    return await raceLabels({ here: { url: here, token }, there: { url: there, token }, ...race });
  } finally {
    await Promise.all(servers.map(({ stop }) => stop()));
    await pooler?.stop();
  }
}

const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(0.99 * values.length)] ?? 0;
const row = (name: string, { reads, oldForMs, stale }: Served): string =>
  `| ${[name, reads, p99(oldForMs).toFixed(1), Math.max(...oldForMs).toFixed(1), stale].join(" | ")} |\n`;

try {
  await migrate(postgres.connection, readMigrations());
  await client.connect();
  const head = `| ${MOVES} moves | reads | old served after ack, p99 ms | longest ms | stale reads |\n`;
  process.stdout.write(`${head}|---|---:|---:|---:|---:|\n`);
  for (const way of WAYS) {
    if (way.pooled && !existsSync(PGBOUNCER)) {
      process.stderr.write(`${PGBOUNCER} is not installed: left out\n`);
      continue;
    }
    const { here, there } = await measure(way);
    process.stdout.write(row(`${way.name}: the moving process, at once`, here));
    process.stdout.write(row(`${way.name}: the other, within ${way.boundMs} ms`, there));
    if (here.stale > 0 || there.stale > 0 || p99(there.oldForMs) > way.boundMs) process.exitCode = 1;
  }
} finally {
  await client.end();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}
