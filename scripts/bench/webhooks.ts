/**
 * What webhooks cost whoever has none: Postgres' processor time of making a prompt and of opening a share link, in
 * microseconds a statement (of a prompt the insert alone), with the triggers of 0018 and without them, for nobody listening and for one endpoint.
 * `node scripts/bench/webhooks.ts`, `--quick` for a few seconds; rounds are interleaved, and of each the best is told: the least others took from it.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { toQuery } from "../../src/db/build.ts";
import { migrate } from "../../src/db/migrate.ts";
import { spendView } from "../../src/features/sharing/visit-queries.ts";

const isQuick = process.argv.includes("--quick");
const ROUNDS = isQuick ? 3 : 9;
const STATEMENTS = isQuick ? 200 : 300;

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home, durable: false });
await migrate(server.connection, readMigrations());
const client = new pg.Client(server.connection);
await client.connect();
const { rows: own } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
const pid = own[0]?.pid ?? 0;

/** Nanoseconds the connection's own process was on a processor. */
const spent = (): number => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]);

const owner = randomUUID();
const tokenHash = randomBytes(32);
await client.query("insert into promptr.profiles (id, email, full_name) values ($1, 'ada@example.com', 'Ada')", [
  owner,
]);
const INSERT = `insert into promptr.prompts (id, user_id, title, slug, category, task, raw_prompt, selected_model, quality_score)
  values ($1, $2, 'Explain', $3, 'general', 'Explain the paper.', 'Explain the paper.', 'm', 0.5)`;
const create = () => client.query({ name: "create", text: INSERT, values: [randomUUID(), owner, randomUUID()] });
const shared = randomUUID();
await client.query(INSERT, [shared, owner, "shared"]);
await client.query(
  `insert into promptr.prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
   values ($1, $2, 1, sha256('x'), 'Explain the paper.', 'Explain the paper.', 'm', 0.5)`,
  [shared, owner],
);
await client.query(
  "insert into promptr.shared_prompts (id, prompt_id, created_by, share_token) values ($1, $2, $3, $4)",
  [randomUUID(), shared, owner, tokenHash],
);
const { sql: text, parameters } = toQuery(spendView({ tokenHash, now: new Date(), unlocked: null }));
const open = () => client.query({ name: "open", text, values: [...parameters] });

const TRIGGERS = [
  ["prompts", "tell_of_new_prompt"],
  ["prompts", "tell_of_prompt"],
  ["shared_prompts", "tell_of_view"],
];
async function stage(isOn: boolean, listens: boolean): Promise<void> {
  for (const [table, trigger] of TRIGGERS)
    await client.query(`alter table promptr.${table} ${isOn ? "enable" : "disable"} trigger ${trigger}`);
  await client.query("delete from promptr.webhooks");
  await client.query("truncate promptr.webhook_events, promptr.webhook_deliveries");
  if (listens)
    await client.query(
      "insert into promptr.webhooks (id, user_id, url, events) values ($1, $2, 'https://example.com/', '{prompt.created,share.opened}')",
      [randomUUID(), owner],
    );
}

async function cost(work: () => Promise<unknown>): Promise<number> {
  for (let turn = 0; turn < 50; turn += 1) await work();
  await client.query("vacuum promptr.shared_prompts");
  const before = spent();
  for (let turn = 0; turn < STATEMENTS; turn += 1) await work();
  return (spent() - before) / STATEMENTS / 1_000;
}

const STAGES = [
  { name: "without triggers", isOn: false, listens: false },
  { name: "nobody listens", isOn: true, listens: false },
  { name: "one endpoint listens", isOn: true, listens: true },
];
const figures = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round += 1)
  for (const { name, isOn, listens } of STAGES) {
    await stage(isOn, listens);
    for (const [what, work] of Object.entries({ create, open })) {
      const key = `${what}, ${name}`;
      figures.set(key, [...(figures.get(key) ?? []), await cost(work)]);
    }
  }
for (const [name, values] of [...figures].sort(([a], [b]) => a.localeCompare(b)))
  process.stdout.write(`${name.padEnd(32)} ${Math.min(...values).toFixed(1)} µs of Postgres\n`);
await client.end();
await server.stop();
rmSync(home, { recursive: true, force: true });
