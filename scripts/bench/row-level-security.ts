/**
 * What row level security costs per statement, side by side in one run: ways to bring the user to a read of one row and of
 * twenty, and the same reads without. `node scripts/bench/row-level-security.ts` prints CPU per read of both sides.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { Database } from "../../src/db/database.ts";
import { asUser } from "../../src/db/identity.ts";
import { cpuOf } from "./http/proc.ts";
import { UnguardedLane } from "./unguarded-lane.ts";

const READS = 20_000;
const READS_OF_TWENTY = 4_000;
const CONCURRENCY = 32;
const ROUNDS = 7;

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home, durable: false });
const admin = new pg.Client(server.connection);
await admin.connect();
const user = randomUUID();
await admin.query(`
  create role promptr_app nologin; grant promptr_app to current_user; create schema promptr;
  create table promptr.notes (id int primary key, user_id uuid not null, body text not null);
  insert into promptr.notes select n, case when n % 10 = 0 then '${user}' else gen_random_uuid() end, repeat('x', 1600) from generate_series(1, 50000) n;
  create index on promptr.notes (user_id, id);
  analyze promptr.notes;
  alter table promptr.notes enable row level security; alter table promptr.notes force row level security;
  create policy own on promptr.notes using (user_id = (select nullif(current_setting('promptr.subject', true), '')::uuid));
  grant usage on schema promptr to promptr_app; grant select on promptr.notes to promptr_app`);

const text = "select id, user_id, body from promptr.notes where id = $1 and user_id = $2";
const ASSUME = "select set_config('role', 'promptr_app', true), set_config('promptr.subject', $1, true)";
const idOf = (n: number): number => ((n % 5_000) + 1) * 10;

const pool = new pg.Pool({ ...server.connection, max: 8 });
const lanes = await Promise.all(
  Array.from({ length: 4 }, async () => {
    const client = new pg.Client({ ...server.connection, pipeline: true });
    await client.connect();
    return client;
  }),
);
const unguarded = await Promise.all(Array.from({ length: 4 }, () => new UnguardedLane(server.connection).open()));
const database = new Database({ connection: server.connection, pooled: false, onError: () => undefined });
const db = database.as(asUser(user));

const one = (n: number) => ({ name: "plain", sql: text, parameters: [idOf(n), user] });
const twenty = (n: number) => ({
  name: "twenty",
  sql: "select id, user_id, body from promptr.notes where user_id = $1 and id > $2 order by id limit 20",
  parameters: [user, idOf(n % 4_900)],
});

type Way = (n: number) => Promise<unknown>;
const CHOSEN = "set and query under one Sync (chosen)";
const WITHOUT = "no RLS, our lanes";
const ways: Record<string, Way> = {
  [WITHOUT]: async (n) => unguarded[n % unguarded.length]?.run(one(n)),
  "no RLS, pool, named": (n) => pool.query({ name: "plain", text, values: [idOf(n), user] }),
  "begin, set, query, commit: four round trips": async (n) => {
    const client = await pool.connect();
    try {
      await client.query("begin");
      await client.query({ name: "assume", text: ASSUME, values: [user] });
      const result = await client.query({ name: "plain", text, values: [idOf(n), user] });
      await client.query("commit");
      return result;
    } finally {
      client.release();
    }
  },
  "begin, set, query, commit: pipelined": async (n) => {
    const lane = lanes[n % lanes.length];
    const [, , result] = await Promise.all([
      lane?.query("begin"),
      lane?.query({ name: "assume", text: ASSUME, values: [user] }),
      lane?.query({ name: "plain", text, values: [idOf(n), user] }),
      lane?.query("commit"),
    ]);
    return result;
  },
  [CHOSEN]: (n) => db.rows(one(n)),
};
const waysOfTwenty: Record<string, Way> = {
  [WITHOUT]: async (n) => unguarded[n % unguarded.length]?.run(twenty(n)),
  [CHOSEN]: (n) => db.rows(twenty(n)),
};

const postmaster = Number(readFileSync(join(server.dataDirectory, "postmaster.pid"), "utf8").split("\n")[0]);

async function measure(way: Way, reads: number): Promise<{ perSecond: number; node: number; postgres: number }> {
  const [cpu, postgres, startedAt] = [process.cpuUsage(), cpuOf(postmaster), performance.now()];
  let next = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (next < reads) await way(next++);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user: inUser, system } = process.cpuUsage(cpu);
  return {
    perSecond: reads / seconds,
    node: (inUser + system) / reads,
    postgres: ((cpuOf(postmaster) - postgres) * 1e6) / reads,
  };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
/** Interleaved; the last column compares within a round, because the machine's pace changes from one to the next. */
async function compare(title: string, field: Record<string, Way>, reads: number): Promise<void> {
  const rounds: Record<string, Awaited<ReturnType<typeof measure>>>[] = [];
  for (const way of Object.values(field)) await measure(way, reads / 4);
  for (let round = 0; round < ROUNDS; round += 1) {
    const measured: (typeof rounds)[number] = {};
    for (const [name, way] of Object.entries(field)) measured[name] = await measure(way, reads);
    rounds.push(measured);
  }
  process.stdout.write(
    `\n| ${title} | reads/s | Node µs | Postgres µs | all µs | x without |\n|---|---:|---:|---:|---:|---:|\n`,
  );
  for (const name of Object.keys(field)) {
    const of = (value: (one: { perSecond: number; node: number; postgres: number }) => number, by?: string): number =>
      median(
        rounds.map((measured) => {
          const [mine, other] = [measured[name], by === undefined ? undefined : measured[by]];
          return mine ? value(mine) / (other ? value(other) : 1) : Number.NaN;
        }),
      );
    const all = ({ node, postgres }: { node: number; postgres: number }): number => node + postgres;
    const cells = [of((r) => r.perSecond), of((r) => r.node), of((r) => r.postgres), of(all)].map((n) => n.toFixed(0));
    process.stdout.write(`| ${[name, ...cells, of(all, WITHOUT).toFixed(2)].join(" | ")} |\n`);
  }
}
await compare("one row of 1.6 kB", ways, READS);
await compare("twenty rows", waysOfTwenty, READS_OF_TWENTY);
await Promise.all([
  pool.end(),
  admin.end(),
  database.close(),
  ...lanes.map((lane) => lane.end()),
  ...unguarded.map((lane) => lane.close()),
]);
await server.stop();
rmSync(home, { recursive: true, force: true });
