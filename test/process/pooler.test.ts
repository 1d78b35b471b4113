import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { caller } from "../caller.ts";
import { until } from "../world.ts";
import { createDatabase, query, WIDE_LIMITS } from "./database.ts";
import { draft, registration } from "./load.ts";
import { createProxy } from "./proxy.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

const PGBOUNCER = "/usr/sbin/pgbouncer";
const NOBODY = 65_534;
/** Fewer than the server's own connections, so that they share: what a session kept would show up elsewhere. */
const SERVER_CONNECTIONS = 3;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

/** A login that owns nothing and may nothing, as a careful operator makes it. */
async function createLogin(): Promise<string> {
  const name = `login_${randomUUID().replaceAll("-", "")}`;
  await query(inject("socket"), "postgres", `create role ${name} login`);
  onTestFinished(async () => void (await query(inject("socket"), "postgres", `drop role ${name}`)));
  return name;
}

/** PgBouncer in transaction mode before the Postgres all tests share; gives its port. */
async function startPgBouncer(login: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "promptr-pgbouncer-"));
  // Postgres' socket folder is closed to the account PgBouncer runs as, which is why it goes by TCP.
  const upstream = await createProxy(join(inject("socket"), ".s.PGSQL.5432"));
  const port = await freePort();
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "trust",
    auth_file: join(folder, "users.txt"),
    pool_mode: "transaction",
    default_pool_size: SERVER_CONNECTIONS,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(
    join(folder, "pgbouncer.ini"),
    ["[databases]", `* = host=127.0.0.1 port=${upstream.port}`, "[pgbouncer]", ...lines, ""].join("\n"),
  );
  writeFileSync(join(folder, "users.txt"), `"${login}" ""\n`);
  const account = process.geteuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}; // it refuses root
  if (account.uid !== undefined)
    for (const name of ["", "users.txt", "pgbouncer.ini"]) chownSync(join(folder, name), NOBODY, NOBODY);
  const child = spawn(PGBOUNCER, [join(folder, "pgbouncer.ini")], { ...account, cwd: folder, stdio: "ignore" });
  onTestFinished(async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.kill("SIGKILL")) await gone;
    rmSync(folder, { recursive: true });
  });
  const opens = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
    });
  await until(opens);
  return port;
}

test("behind PgBouncer in transaction mode accounts, prompts, row level security and jobs work", async ({ skip }) => {
  skip(!existsSync(PGBOUNCER), `${PGBOUNCER} is not installed`);
  const login = await createLogin();
  const database = await createDatabase("empty");
  const port = await startPgBouncer(login);
  const place = createPlace({
    PROMPTR_LIMITS: WIDE_LIMITS,
    DATABASE_URL: `postgres://${login}@127.0.0.1:${port}/${database.name}`,
    DATABASE_POOLED: "true",
    MIGRATE_DATABASE_URL: database.url,
  });
  const server = await place.serve();
  const [ada, bob] = await Promise.all(
    [registration(), registration()].map(async (account) => {
      const { status, body } = await server.anyone.post("/auth/register", account);
      expect(status).toBe(201);
      return caller(server.url, { authorization: `Bearer ${body.accessToken}` });
    }),
  );
  const created = await ada!.post("/prompts", draft("Ada's own"));
  expect(created.status).toBe(201);
  expect((await bob!.get(`/prompts/${created.body.id}`)).status).toBe(404);
  const titles = async (whose: typeof ada): Promise<unknown> =>
    (await whose!.get("/prompts")).body.data.map(({ title }: { title: string }) => title);
  // Side by side, so that the connections of the pooler serve both in turn.
  const seen = await Promise.all(Array.from({ length: 60 }, (_, turn) => titles(turn % 2 === 0 ? ada : bob)));
  expect(new Set(seen.map((list) => JSON.stringify(list)))).toEqual(new Set(['["Ada\'s own"]', "[]"]));
  expect(seen.filter((_, turn) => turn % 2 === 1).flat()).toEqual([]);

  const undone = "select from pgboss.job where name = 'mail.send' and state <> 'completed'";
  await until(async () => (await database.sql(undone)).length === 0, 15_000);
  expect(readdirSync(join(place.home, "outbox"))).toHaveLength(2);
  const owners = await database.sql(
    "select distinct tableowner from pg_tables where schemaname in ('promptr', 'pgboss') order by 1",
  );
  expect(owners.map(({ tableowner }) => tableowner)).toEqual(["promptr_jobs", "promptr_owner"]);
  expect(await place.run(["doctor"])).toMatchObject({ code: 0, stdout: "everything looks right\n" });
  expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
  expect(server.said.stdout).not.toMatch(/\[(ERROR|WARN)\]/);
});
