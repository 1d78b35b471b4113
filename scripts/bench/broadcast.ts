/**
 * A broadcast under `kill -9`: `node scripts/bench/broadcast.ts [--people 10000] [--kills 5] [--quick]`. Times the request that
 * takes it on, kills the server while it is told and mailed, starts another, and counts who was told and mailed how often.
 * A killed worker's job begins again when its heartbeat is missed, after 20 to 30 s. Exit code 1 when somebody was missed or told twice.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { migrate } from "../../src/db/migrate.ts";
import { startCountingSink } from "./counting-sink.ts";
import { freePort } from "./processes.ts";

const { values } = parseArgs({
  options: { people: { type: "string" }, kills: { type: "string" }, quick: { type: "boolean", default: false } },
});
const PEOPLE = Number(values.people ?? (values.quick ? 1_200 : 10_000));
const KILLS = Number(values.kills ?? (values.quick ? 1 : 5));
const PATIENCE_MS = 120_000;
/** Long enough for a batch or some hundred mails to be under way. */
const KILL_WITHIN_MS = 900;
const TAKEN_ON_MS_MAX = 1_000;

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const server = await startEmbeddedPostgres({ home });
await migrate(server.connection, readMigrations());
const admin = new pg.Client(server.connection);
await admin.connect();
const number = async (sql: string, parameters: unknown[] = []): Promise<number> =>
  Number(((await admin.query<{ n: string }>(sql, parameters)).rows[0] ?? { n: 0 }).n);

const sink = await startCountingSink();
const { user, host, port, database } = server.connection as {
  user: string;
  host: string;
  port?: number;
  database: string;
};
const env = {
  PATH: process.env["PATH"] ?? "",
  HOME: home,
  PROMPTR_HOME: home,
  HOST: "127.0.0.1",
  DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}${port === undefined ? "" : `&port=${port}`}`,
  SMTP_URL: sink.url,
};
const main = join(import.meta.dirname, "../../src/main.ts");
const listening = String(await freePort());
const url = `http://127.0.0.1:${listening}`;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await isSo()); await pause(20))
    if (Date.now() > end) throw new Error("It took too long");
}
async function start(): Promise<ChildProcess> {
  const started = spawn(process.execPath, [main, "serve"], {
    cwd: home,
    env: { ...env, PORT: listening },
    stdio: "ignore",
  });
  await until(() =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return started;
}
async function ask(path: string, body: object, token?: string): Promise<Record<string, string>> {
  const headers = {
    "content-type": "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<Record<string, string>>;
}

let child = await start();
process.once("exit", () => child.kill("SIGKILL"));
const { accessToken = "" } = await ask("/auth/register", {
  email: "root@example.com",
  password: "correct horse 42",
  fullName: "Root",
});
await admin.query("update promptr.profiles set role = 'admin'");
await admin.query(
  `insert into promptr.profiles (id, email, full_name, subscription_tier, email_verified_at)
   select gen_random_uuid(), 'p-' || n || '@example.com', 'Ada', 'pro', now() from generate_series(1, $1) n`,
  [PEOPLE],
);
await admin.query("analyze promptr.profiles");
await pause(1_100); // the token's role is known for a second

const wanted = {
  title: "Maintenance on Sunday",
  text: "Prompts can be read but not changed.",
  channels: ["in_app", "mail"],
  audience: { subscriptionTier: "pro" },
};
const { dryRunToken } = await ask("/admin/broadcast", { ...wanted, dryRun: true }, accessToken);
const asked = performance.now();
const { id } = await ask("/admin/broadcast", { ...wanted, dryRunToken }, accessToken);
const takenOnMs = performance.now() - asked;

const came = () =>
  number(
    "select (select count(*) from promptr.broadcast_people) + (select count(*) from promptr.broadcast_people where state <> 'queued') as n",
  );
const isOver = async () =>
  (await number("select count(*) as n from promptr.broadcasts where state = 'finished'")) === 1 &&
  (await number("select count(*) as n from promptr.broadcast_people where state = 'queued'")) === 0;
let kills = 0;
for (; kills < KILLS && !(await isOver()); kills += 1) {
  const before = await came();
  await until(async () => (await came()) > before || (await isOver()));
  await pause(Math.random() * KILL_WITHIN_MS);
  child.kill("SIGKILL");
  await once(child, "exit");
  child = await start();
}
for (let seen = -1; !(await isOver());) {
  const before = seen;
  await until(async () => (seen = await came()) > before || (await isOver())); // patience is for one step, not for all of them
}
const toldMs = performance.now() - asked;
child.kill("SIGTERM");
await once(child, "exit");

const told =
  "select count(*) as n from (select user_id from promptr.notifications where kind = 'announcement' group by user_id having count(*)";
const report = {
  people: PEOPLE,
  kills,
  takenOnMs: Math.round(takenOnMs),
  toldAndMailedMs: Math.round(toldMs),
  toldOnce: await number(`${told} = 1) once`),
  toldTwice: await number(`${told} > 1) twice`),
  rows: await number("select count(*) as n from promptr.broadcast_people where broadcast_id = $1 and state = 'sent'", [
    id,
  ]),
  mailedPeople: [...sink.byAddress.keys()].filter((address) => address.startsWith("p-")).length,
  distinctMailsAPersonMax: Math.max(...[...sink.byAddress.values()].map((ids) => ids.size)),
  mailsSentAgain: [...sink.byId.values()].filter((times) => times > 1).length,
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
sink.close();
await admin.end();
await server.stop();
rmSync(home, { recursive: true, force: true });
const isRight =
  report.takenOnMs < TAKEN_ON_MS_MAX &&
  [report.toldOnce, report.rows, report.mailedPeople].every((count) => count === PEOPLE) &&
  report.toldTwice === 0 &&
  report.distinctMailsAPersonMax === 1;
process.exit(isRight ? 0 : 1);
