import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { until } from "../world.ts";
import { query } from "./database.ts";
import { createProxy } from "./proxy.ts";
import { freePort } from "./server.ts";

export const PGBOUNCER = "/usr/sbin/pgbouncer";
const NOBODY = 65_534;
/** Fewer than the server's own connections, so that they share: what a session kept would show up elsewhere. */
const SERVER_CONNECTIONS = 3;

/** A login that owns nothing and may nothing, as a careful operator makes it. */
export async function createLogin(): Promise<string> {
  const name = `login_${randomUUID().replaceAll("-", "")}`;
  await query(inject("socket"), "postgres", `create role ${name} login`);
  onTestFinished(async () => void (await query(inject("socket"), "postgres", `drop role ${name}`)));
  return name;
}

/** PgBouncer in transaction mode before the Postgres all tests share; gives its port. */
export async function startPgBouncer(login: string): Promise<number> {
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
