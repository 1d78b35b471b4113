/**
 * What figures cost: a month of usage rows is written, counted by the rollup a day at a time, and read as the endpoints read it,
 * for anybody and for whoever has a tenth of all rows; with a plain count over the raw rows beside each.
 * `node scripts/bench/analytics.ts [--rows=1000000] [--people=2000] [--quick]`
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { newId } from "../../src/contract/id.ts";
import { Database } from "../../src/db/database.ts";
import { AS_JOBS, asUser } from "../../src/db/identity.ts";
import { migrate } from "../../src/db/migrate.ts";
import { readModels } from "../../src/features/analytics/models.ts";
import { readPrompts } from "../../src/features/analytics/prompts.ts";
import { rollUp } from "../../src/features/analytics/rollup.ts";
import {
  ModelsQuery,
  PromptsQuery,
  SystemQuery,
  TrendsQuery,
  UsageQuery,
} from "../../src/features/analytics/schema.ts";
import { readSystem } from "../../src/features/analytics/system.ts";
import { readTrends } from "../../src/features/analytics/trends.ts";
import { readUsage } from "../../src/features/analytics/usage.ts";
import type { Actor, Scope } from "../../src/scope.ts";

const { values: options } = parseArgs({
  options: { rows: { type: "string" }, people: { type: "string" }, quick: { type: "boolean", default: false } },
});
const ROWS = Number(options.rows ?? (options.quick ? 50_000 : 1_000_000));
const PEOPLE = Number(options.people ?? 2_000);
const DAYS = 30;
const READS = options.quick ? 20 : 200;
const SLOW_READS = options.quick ? 3 : 10;
const ROWS_PER_BATCH = 1_000;
const TAIL_ROWS = 1_000;
const TICK_MS = 10;

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home });
await migrate(server.connection, readMigrations());
const admin = new pg.Client(server.connection);
await admin.connect();
const database = new Database({ connection: server.connection, pooled: false, onError: () => undefined });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Processor time of the connections so far, in milliseconds: what vacuum and checkpoints take is not of one statement. */
async function postgresMs(): Promise<number> {
  const { rows } = await admin.query<{ pid: number }>(
    "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
  );
  const ticks = rows.map(({ pid }) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(stat[11]) + Number(stat[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) * TICK_MS;
}

const people = Array.from({ length: PEOPLE }, () => newId());
await admin.query(
  "insert into promptr.profiles (id, email, full_name, subscription_tier) select id, id || '@example.com', 'Ada', 'pro' from unnest($1::uuid[]) as person (id)",
  [people],
);

/** Rows of `count` moments spread over `spread` before `until`: a tenth of them the first person's, a sixth calls of models. */
async function write(count: number, until: string, spread: string): Promise<void> {
  await admin.query(
    `with rows as materialized (
       select n, ($1::uuid[])[case when random() < 0.1 then 1 else 1 + floor(random() * cardinality($1::uuid[]))::int end] as user_id,
         random() < 0.17 as is_call, ($2::timestamptz - $3::interval * (1 - n::float8 / $4::int))::timestamptz(3) as at,
         floor(random() * 20)::int as thing, (n - 1) / ${ROWS_PER_BATCH} as part
       from generate_series(1, $4::int) n
     ), batches as (
       insert into promptr.usage_batches (id, first_at, last_at)
       select gen_random_uuid(), min(at), max(at) from rows group by part order by part returning number, first_at, last_at
     )
     insert into promptr.usage_tracking (id, user_id, action_type, resource_type, tokens_used, processing_time_ms, model_used,
       success, created_at, prompt_id, prompt_version, label, cost_usd, batch)
     select gen_random_uuid(), user_id, case when is_call then 'run' else 'operation' || thing % 8 end,
       case when is_call then 'model_call' else 'prompts' end, case when is_call then 900 else 0 end,
       (exp(random() * 3) * case when is_call then 300 else 2 end)::int, case when is_call then 'model' || thing % 3 end,
       random() < 0.97, at, case when thing < 15 then md5(user_id::text || thing)::uuid end, 1 + thing % 3,
       case when thing % 2 = 0 then 'production' end, case when is_call then 0.0021 end, b.number
     from rows join (select row_number() over (order by number) - 1 as part, number from batches) b using (part)`,
    [people, until, spread, count],
  );
}

const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const scopeOf = (userId: string) =>
  ({
    db: database.as(asUser(userId)),
    actor: { userId },
    now: () => now,
    jobs: { within: () => null },
  }) as unknown as Scope<Actor>; // all that figures read
const jobs = { db: database.as(AS_JOBS), now: () => now, signal: new AbortController().signal };
const perDay = Math.floor(ROWS / DAYS);

type Spent = { wall: number; postgres: number };
async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const before = await postgresMs();
  const startedAt = performance.now();
  await work();
  const wall = performance.now() - startedAt;
  return { wall, postgres: (await postgresMs()) - before };
}
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

const rollups: number[] = [];
for (let day = DAYS - 1; day >= 0; day -= 1) {
  await write(perDay, new Date(now.getTime() - day * 86_400_000 - 60_000).toISOString(), "1 day");
  rollups.push((await spent(() => rollUp(jobs))).wall);
}
for (const table of [
  "usage_rollups",
  "prompt_rollups",
  "model_rollups",
  "system_rollups",
  "active_days",
  "usage_tracking",
  "usage_batches",
])
  await admin.query(`vacuum analyze promptr.${table}`);
rollups.sort((a, b) => a - b);
say(`${ROWS} rows of ${PEOPLE} people in ${DAYS} days, ${perDay} a day`);
say(`rollup of a day: p50 ${ms(at(rollups, 0.5))} ms, p95 ${ms(at(rollups, 0.95))} ms`);
const { rows: sizes } = await admin.query<{ name: string; rows: string; size: string }>(
  `select relname as name, reltuples::bigint as rows, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
   where relname ~ 'rollups$|active_days$' and relkind = 'r' order by 1`,
);
for (const { name, rows, size } of sizes) say(`${name}: ${rows} rows, ${size}`);
const day = 100_000;
await write(day, new Date(now.getTime() - 30_000).toISOString(), "1 day");
await admin.query("checkpoint");
const { wall, postgres } = await spent(() => rollUp(jobs));
say(`rollup of ${day} rows of one day: ${ms(wall)} ms, ${postgres} ms of Postgres`);
await admin.query("vacuum analyze promptr.usage_tracking"); // as it is a minute later
await write(TAIL_ROWS, now.toISOString(), "1 minute"); // what waits for the next minute's rollup

const query = { timezone: "America/New_York", from: new Date(now.getTime() - DAYS * 86_400_000).toISOString() };
const endpoints: Record<string, (userId: string) => Promise<unknown>> = {
  "usage, by day": (id) => readUsage(scopeOf(id), UsageQuery.parse(query)),
  "usage, by hour": (id) => readUsage(scopeOf(id), UsageQuery.parse({ ...query, granularity: "hour" })),
  "models, by day": (id) => readModels(scopeOf(id), ModelsQuery.parse(query)),
  "prompts, by day": (id) => readPrompts(scopeOf(id), PromptsQuery.parse({ ...query, groupBy: "version" })),
  "trends, by day": (id) => readTrends(scopeOf(id), TrendsQuery.parse(query)),
};
async function timed(times: number, work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const took: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const startedAt = performance.now();
    await work();
    took.push(performance.now() - startedAt);
  }
  took.sort((a, b) => a - b);
  return { p50: at(took, 0.5), p95: at(took, 0.95) };
}
const anybody = (): string => people[1 + Math.floor(Math.random() * (people.length - 1))] ?? people[0] ?? "";
const whoever: Record<string, () => string> = { anybody: anybody, "a tenth of all rows": () => people[0] ?? "" };
const plain = await timed(SLOW_READS, () =>
  admin.query(
    "select count(*), sum(cost_usd), percentile_disc(0.95) within group (order by processing_time_ms) from promptr.usage_tracking where user_id = $1",
    [people[0]],
  ),
);
say(`plain count of one person: p50 ${ms(plain.p50)} ms`);
say(
  "| figures | whose | p50 ms | p95 ms | Postgres ms a read | plain count / figures |\n|---|---|---:|---:|---:|---:|",
);
for (const [name, read] of Object.entries(endpoints)) {
  for (const [whose, person] of Object.entries(whoever)) {
    for (let warm = 0; warm < 10; warm += 1) await read(person());
    const before = await postgresMs();
    const { p50, p95 } = await timed(READS, () => read(person()));
    const cpu = ((await postgresMs()) - before) / READS;
    say(`| ${name} | ${whose} | ${ms(p50)} | ${ms(p95)} | ${ms(cpu)} | ${(plain.p50 / p50).toFixed(1)} |`);
  }
}
await admin.query(
  "create table if not exists pgboss.queue (name text, queued_count int, active_count int, failed_count int); grant select on pgboss.queue to promptr_jobs",
);
const system = await timed(SLOW_READS, () => readSystem(scopeOf(people[0] ?? ""), SystemQuery.parse(query)));
say(`| the system, by day | everybody | ${ms(system.p50)} | ${ms(system.p95)} | | |`);

await database.close();
await admin.end();
await server.stop();
rmSync(home, { recursive: true, force: true });
