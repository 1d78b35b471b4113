/**
 * What searching and listing cost as a store grows: 20,000 prompts of 200 people beside 200,000 of 2,000, three in ten
 * published, through the services that answer GET /prompts and GET /prompts/public under row level security, on an embedded
 * Postgres. Each question is put to both stores in turn.
 * `node scripts/bench/search.ts`. Prints medians and 95th percentiles; exit code 1 when a search is over 50 ms at the 95th
 * percentile, a list over 10 ms, or a list grows more than 1.5-fold (issue 4). Seeding takes two minutes of the four.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { Database } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import { lists } from "./list-cases.ts";
import { searches } from "./search-cases.ts";
import { corpus, usersOf } from "./search-corpus.ts";
import { report } from "./search-report.ts";
import { seed } from "./search-seed.ts";
import type { Store } from "./search-scope.ts";

const SIZES = [20_000, 200_000] as const;
const SEEDERS = 2;

const texts = corpus();
const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home, durable: false });

async function fill(database: string, size: number): Promise<void> {
  const startedAt = performance.now();
  const connection = { ...server.connection, database };
  const clients = Array.from({ length: SEEDERS }, () => new pg.Client(connection));
  for (const client of clients) await client.connect();
  await seed(clients, size, texts);
  for (const client of clients) await client.end();
  process.stderr.write(`${size} prompts in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
}

const stores: Store[] = [];
try {
  const client = new pg.Client({ ...server.connection, database: "postgres" });
  await migrate(server.connection, readMigrations());
  await client.connect();
  for (const size of SIZES) {
    const name = `of_${size}`;
    await client.query(`create database ${name} template ${server.connection.database}`);
    await fill(name, size);
    const connection = { ...server.connection, database: name };
    const database = new Database({ connection, pooled: false, onError: () => undefined });
    stores.push({ database, users: usersOf(size) });
  }
  await client.end();
  const [small, large] = stores;
  if (small && large && !(await report({ small, large }, [...searches(texts), ...lists(texts)]))) process.exitCode = 1;
} finally {
  for (const { database } of stores) await database.close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
