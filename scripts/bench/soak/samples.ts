import { existsSync, readdirSync, readFileSync } from "node:fs";
import { stolenCpu } from "../http/proc.ts";
import { quantile } from "../stand.ts";
import type { Seen } from "./load.ts";

/** The state of everything at one moment; figures of answers are those since the moment before. */
export type Sample = {
  readonly at: number;
  readonly answers: number;
  readonly p99: number;
  readonly failed: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly lagMs: number;
  readonly connections: number;
  readonly files: number;
  readonly waiting: number;
  readonly oldestWaitSeconds: number;
  readonly tablesMb: number;
  readonly cacheEntries: number;
  readonly cacheBytes: number;
  /** Seconds of processor time that other machines on the host had so far. */
  readonly stolen: number;
};
type Row = Record<string, unknown>;
export type Watched = {
  readonly pid: number;
  readonly metricsUrl: string;
  readonly sql: (text: string) => Promise<Row[]>;
};

const MB = 2 ** 20;
const STATE = `select
  (select count(*) from pg_stat_activity where usename = 'promptr_login')::int as connections,
  (select count(*) from pgboss.job where name <> 'dead_letter' and state < 'active' and start_after <= now())::int as waiting,
  (select coalesce(extract(epoch from now() - min(start_after)), 0) from pgboss.job
     where name <> 'dead_letter' and state < 'active' and start_after <= now())::float8 as oldest,
  (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('promptr', 'pgboss') and c.relkind = 'r')::float8 as bytes`;

/** Sums every series of a metric; prom-client's text, one series a line. */
const metric = (text: string, name: string): number =>
  [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "gm"))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );

/** Looks at a server from outside: its metrics, its process and its database. */
export async function look({ pid, metricsUrl, sql }: Watched, seen: readonly Seen[], from: number): Promise<Sample> {
  const [text, [row = {}]] = await Promise.all([fetch(metricsUrl).then((answer) => answer.text()), sql(STATE)]);
  const since = seen.slice(from);
  const number = (name: string): number => Number(row[name]);
  return {
    at: performance.now(),
    answers: since.length,
    p99: quantile(
      since.map(({ ms }) => ms),
      0.99,
    ),
    failed: since.filter(({ isExpected }) => !isExpected).length,
    rssMb: metric(text, "process_resident_memory_bytes") / MB,
    heapMb: metric(text, "nodejs_heap_size_used_bytes") / MB,
    lagMs: metric(text, "nodejs_eventloop_lag_p99_seconds") * 1_000,
    connections: number("connections"),
    files: readdirSync(`/proc/${pid}/fd`).length,
    waiting: number("waiting"),
    oldestWaitSeconds: number("oldest"),
    tablesMb: number("bytes") / MB,
    cacheEntries: metric(text, "promptr_cache_entries"),
    cacheBytes: metric(text, "promptr_cache_bytes"),
    stolen: stolenCpu(),
  };
}

/** Each table and queue with what is in it, the largest first. */
export const tablesOf = ({ sql }: Watched): Promise<Row[]> =>
  sql(`select n.nspname || '.' || c.relname as name, pg_total_relation_size(c.oid)::float8 / ${MB} as megabytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('promptr', 'pgboss') and c.relkind = 'r' order by 2 desc`);

const DONE = /^promptr_job_duration_seconds_count\{queue="([^"]+)",outcome="completed"\} (\S+)$/gm;
/**
 * How often each kind of job was done, also those of which there were none. As the server counted them: jobs that name somebody
 * who has closed their account are deleted with it.
 */
export async function workOf({ sql, metricsUrl }: Watched): Promise<Row[]> {
  const text = await fetch(metricsUrl).then((answer) => answer.text());
  const done = new Map([...text.matchAll(DONE)].map(([, name, count]) => [name, Number(count)]));
  const queues = await sql(
    "select name from pgboss.queue where name <> 'dead_letter' and name not like '\\_\\_pgboss%' order by 1",
  );
  return queues.map(({ name }) => ({ name, done: done.get(String(name)) ?? 0 }));
}

/** Jobs that failed for good, and why. */
export const deadOf = async ({ sql }: Watched): Promise<string[]> =>
  (
    await sql(
      "select name, left(output::text, 300) as why from pgboss.job where state = 'failed' or name = 'dead_letter'",
    )
  ).map(({ name, why }) => `${String(name)}: ${String(why)}`);

/** Heap after full collections, as heap.ts wrote it: seconds since `from` (Unix ms) and megabytes. */
export function collectionsIn(file: string, from: number): readonly (readonly [seconds: number, megabytes: number])[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line): readonly [number, number] => {
      const [at = 0, bytes = 0] = line.split(" ").map(Number);
      return [(at - from) / 1_000, bytes / MB];
    })
    .filter(([seconds]) => seconds >= 0);
}
