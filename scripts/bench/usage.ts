/**
 * What a usage row costs, in microseconds of processor time of the server and of Postgres: as it is, with keys and indexes
 * it does without, and as one INSERT a request. `node scripts/bench/usage.ts`; the rounds are interleaved, medians are told.
 * The first line is BENCH.md's append-only table of six columns (2.9 µs of Postgres on a quiet machine), for comparison.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { Database } from "../../src/db/database.ts";
import { asUser } from "../../src/db/identity.ts";
import { migrate } from "../../src/db/migrate.ts";
import { UsageBuffer } from "../../src/features/usage/index.ts";

const EVENTS = 50_000;
const SINGLE_EVENTS = 2_000;
const PER_BATCH = 1_000;
const ROUNDS = 5;
const PEOPLE = 2_000;
const PROMPTS = 4_000;
const TICK_MICROSECONDS = 10_000;

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home });
await migrate(server.connection, readMigrations());
const admin = new pg.Client(server.connection);
await admin.connect();
const database = new Database({ connection: server.connection, pooled: false, onError: () => undefined });
const postmaster = Number.parseInt(readFileSync(join(server.dataDirectory, "postmaster.pid"), "utf8"), 10);

const statOf = (pid: string): string[] => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
/** Of all processes of the Postgres, in microseconds. */
function postgresTime(): number {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = statOf(pid);
      if (Number(stat[1]) === postmaster) ticks += Number(stat[11]) + Number(stat[12]);
    } catch {
      continue; // it has just ended
    }
  }
  return ticks * TICK_MICROSECONDS;
}

/** As it comes from a socket: what was just put together of pieces is slower to read. */
const idFromOutside = (): string => Buffer.from(randomUUID()).toString("latin1");
const people = Array.from({ length: PEOPLE }, idFromOutside);
const prompts = Array.from({ length: PROMPTS }, idFromOutside);
await admin.query(
  "insert into promptr.profiles (id, email, full_name) select id, id || '@example.com', 'Ada' from unnest($1::uuid[]) as person (id)",
  [people],
);
await admin.query(`create table promptr.six (user_id uuid, action text not null, ms integer, success boolean not null,
  ip_address inet, at timestamptz not null default now()); create index on promptr.six using brin (at); analyze`);

const operation = { action: "readPrompt", resource: "prompts" };
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!; // oxlint-disable-line typescript/no-non-null-assertion -- the lists are not empty
const event = () => ({
  operation,
  userId: pick(people),
  apiKeyId: null,
  prompt: { promptId: pick(prompts), version: undefined, label: undefined },
  status: 200,
  durationMs: 3.2,
  address: "203.0.113.7",
  at: Date.now(),
});
const events = Array.from({ length: PER_BATCH }, event);

const usage = new UsageBuffer({
  db: database.as(asUser(null)),
  warn: (message, fields) => {
    throw new Error(message, { cause: fields });
  },
});
async function buffered(): Promise<void> {
  for (let sent = 0; sent < EVENTS; sent += PER_BATCH) {
    const at = Date.now();
    for (const one of events) usage.add({ ...one, at });
    await usage.flush();
  }
}
async function six(): Promise<void> {
  const literal = (values: readonly (string | number)[]) => `{${values.join(",")}}`;
  for (let sent = 0; sent < EVENTS; sent += PER_BATCH) {
    await admin.query({
      name: "six",
      text: `insert into promptr.six select u, a, m, s, i, to_timestamp(t / 1000) from unnest($1::uuid[], $2::text[], $3::int[],
        $4::bool[], $5::inet[], $6::float8[]) as row (u, a, m, s, i, t)`,
      values: [
        literal(events.map(({ userId }) => userId)),
        literal(events.map(() => operation.action)),
        literal(events.map(() => 3)),
        literal(events.map(() => "t")),
        literal(events.map(({ address }) => address)),
        literal(events.map(() => Date.now())),
      ],
    });
  }
}
async function single(): Promise<void> {
  for (let sent = 0; sent < SINGLE_EVENTS; sent += 1) {
    usage.add(event());
    await usage.flush();
  }
}
type Way = { run: () => Promise<void>; events: number; before?: string; after?: string };
const ways: Record<string, Way> = {
  "six columns, no keys (BENCH.md)": { run: six, events: EVENTS },
  "as it is": { run: buffered, events: EVENTS },
  "with a primary key (id, created_at)": {
    run: buffered,
    events: EVENTS,
    before: "alter table promptr.usage_tracking add constraint k primary key (id, created_at)",
    after: "alter table promptr.usage_tracking drop constraint k",
  },
  "with an index by person and time": {
    run: buffered,
    events: EVENTS,
    before: "create index i on promptr.usage_tracking (user_id, created_at)",
    after: "drop index promptr.i",
  },
  "one transaction a request": { run: single, events: SINGLE_EVENTS },
};

const found = new Map<string, { node: number; postgres: number }[]>();
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, { run, events: number, before = "", after = "" }] of Object.entries(ways)) {
    await admin.query(before);
    const [postgres, node] = [postgresTime(), process.cpuUsage()];
    await run();
    const used = process.cpuUsage(node);
    const figures = { node: (used.user + used.system) / number, postgres: (postgresTime() - postgres) / number };
    await admin.query(after);
    if (round > 0) found.set(name, [...(found.get(name) ?? []), figures]); // the first warms up
  }
}
const median = (values: readonly number[]): string => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? NaN).toFixed(1);
};
process.stdout.write("| µs a row | server | Postgres |\n|---|---:|---:|\n");
for (const [name, figures] of found) {
  const [node, postgres] = [median(figures.map((one) => one.node)), median(figures.map((one) => one.postgres))];
  process.stdout.write(`| ${name} | ${node} | ${postgres} |\n`);
}

await database.close();
await admin.end();
await server.stop();
rmSync(home, { recursive: true, force: true });
