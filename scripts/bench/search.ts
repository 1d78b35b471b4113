/**
 * What searching and listing cost as a store grows: 20,000 and 200,000 prompts of 2,000 people, three in ten published,
 * through the services that answer GET /prompts and GET /prompts/public, on an embedded Postgres.
 * `node scripts/bench/search.ts`. Prints medians and 95th percentiles; exit code 1 when a search is over 50 ms at the 95th
 * percentile, a list over 10 ms, or a keyset list grows more than 1.5-fold (issue 4). Seeding takes a few minutes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { Database } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import { corpus, seed } from "./search-corpus.ts";
import { cases, type Case } from "./search-cases.ts";

const SIZES = [20_000, 200_000] as const;
const WARM_UP = 40;
const SEARCH_MAX_MS = 50;
const LIST_MAX_MS = 10;
const GROWTH_MAX = 1.5;
/** Below this, growth is noise of the machine. */
const GROWTH_FROM_MS = 2;

type Times = { readonly p50: number; readonly p95: number };

async function measure({ runs, run }: Case, db: Database): Promise<Times> {
  const times: number[] = [];
  for (let turn = -WARM_UP; turn < runs; turn += 1) {
    const startedAt = performance.now();
    await run(db, turn + WARM_UP);
    if (turn >= 0) times.push(performance.now() - startedAt);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

const texts = corpus();
const results = new Map<string, Times[]>();
const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home, durable: false });
try {
  await migrate(server.connection, readMigrations());
  for (const size of SIZES) {
    const client = new pg.Client(server.connection);
    await client.connect();
    const startedAt = performance.now();
    await client.query("truncate promptr.prompts cascade");
    await seed(client, size, texts);
    await client.end();
    process.stderr.write(`${size} prompts in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
    const database = new Database({ connection: server.connection, pooled: false, onError: () => undefined });
    for (const one of cases(texts))
      results.set(one.name, [...(results.get(one.name) ?? []), await measure(one, database)]);
    await database.close();
  }
} finally {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}

process.stdout.write("| ms | p50 at 20,000 | p95 | p50 at 200,000 | p95 | |\n|---|---:|---:|---:|---:|---|\n");
for (const { name, kind } of cases(texts)) {
  const [small, large] = results.get(name) ?? [];
  if (!small || !large) continue;
  const grown = kind === "list" && large.p50 > GROWTH_FROM_MS && large.p50 > small.p50 * GROWTH_MAX;
  const missed = large.p95 > (kind === "search" ? SEARCH_MAX_MS : LIST_MAX_MS) || grown;
  const figures = [small.p50, small.p95, large.p50, large.p95].map((value) => value.toFixed(1));
  process.stdout.write(`| ${[name, ...figures].join(" | ")} | ${missed ? "missed" : ""} |\n`);
  if (missed) process.exitCode = 1;
}
