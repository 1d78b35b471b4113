/**
 * What row level security costs per statement, side by side in one run: four ways to bring the user to a primary key read.
 * `node scripts/bench/row-level-security.ts [url]`; without a url an embedded Postgres is started. Prints CPU per read of both sides.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { Database } from "../../src/db/database.ts";
import { asUser } from "../../src/db/identity.ts";

const READS = 20_000;
const CONCURRENCY = 32;
const ROUNDS = 5;
const TICKS_PER_SECOND = 100;

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home, durable: false });
const admin = new pg.Client(server.connection);
await admin.connect();
const user = randomUUID();
await admin.query(`
  create role promptr_app nologin; grant promptr_app to current_user; create schema promptr;
  create table promptr.notes (id int primary key, user_id uuid not null, body text not null);
  insert into promptr.notes select n, case when n % 10 = 0 then '${user}' else gen_random_uuid() end, repeat('x', 1600) from generate_series(1, 50000) n;
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
const database = new Database({ connection: server.connection, pooled: false, onError: () => undefined });
const db = database.as(asUser(user));

const ways: Record<string, (n: number) => Promise<unknown>> = {
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
  "set and query under one Sync (chosen)": (n) => db.rows({ name: "plain", sql: text, parameters: [idOf(n), user] }),
};

/** CPU seconds of all Postgres processes of this server, from /proc. */
const postgresCpu = (): number =>
  readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .reduce((sum, pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        if (!stat.includes("(postgres)")) return sum;
        const [, , , , , , , , , , , user = 0, system = 0] = stat.slice(stat.lastIndexOf(")")).split(" ").map(Number);
        return sum + (user + system) / TICKS_PER_SECOND;
      } catch {
        return sum; // it ended meanwhile
      }
    }, 0);

async function measure(
  way: (n: number) => Promise<unknown>,
): Promise<{ perSecond: number; nodeMicros: number; postgresMicros: number }> {
  const [cpu, postgres, startedAt] = [process.cpuUsage(), postgresCpu(), performance.now()];
  let next = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (next < READS) await way(next++);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user: inUser, system } = process.cpuUsage(cpu);
  return {
    perSecond: READS / seconds,
    nodeMicros: (inUser + system) / READS,
    postgresMicros: ((postgresCpu() - postgres) * 1e6) / READS,
  };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const results = new Map(Object.keys(ways).map((name) => [name, [] as Awaited<ReturnType<typeof measure>>[]]));
for (const way of Object.values(ways)) for (let n = 0; n < 2_000; n += 1) await way(n);
for (let round = 0; round < ROUNDS; round += 1)
  for (const [name, way] of Object.entries(ways)) results.get(name)?.push(await measure(way));

process.stdout.write("| way | reads/s | Node µs | Postgres µs | all µs |\n|---|---:|---:|---:|---:|\n");
for (const [name, rounds] of results) {
  const [rate, node, postgres] = [
    median(rounds.map((r) => r.perSecond)),
    median(rounds.map((r) => r.nodeMicros)),
    median(rounds.map((r) => r.postgresMicros)),
  ];
  process.stdout.write(
    `| ${name} | ${Math.round(rate)} | ${node.toFixed(0)} | ${postgres.toFixed(0)} | ${(node + postgres).toFixed(0)} |\n`,
  );
}
await Promise.all([pool.end(), admin.end(), database.close(), ...lanes.map((lane) => lane.end())]);
await server.stop();
rmSync(home, { recursive: true, force: true });
