import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chooseAccount, spawnAs } from "../../src/adapters/embedded-postgres/account.ts";
import type { EmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
const READY = /http:\/\/localhost:(\d+)/;
const READY_MS = 120_000;
export const PGBOUNCER = "/usr/sbin/pgbouncer";

type Started = {
  readonly url: string;
  readonly pid: number;
  /** Resolves with the exit code, null when a signal killed it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
  return child.exitCode;
}

/** `promptr serve` as a process of its own; resolves when it says where it listens. */
export async function startServer(home: string, env: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn(process.execPath, [MAIN, "serve"], {
    cwd: home, // where no `.env` lies
    env: { PATH: process.env["PATH"] ?? "", HOME: home, PROMPTR_HOME: home, HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => void (said += text));
  for (const startedAt = performance.now(); performance.now() - startedAt < READY_MS; await pause(20)) {
    const port = READY.exec(said)?.[1];
    if (port !== undefined)
      return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: (signal) => end(child, signal) };
    if (child.exitCode !== null) break;
  }
  await end(child);
  throw new Error(`The server did not start:\n${said}`);
}

/** A port nobody listens on; somebody may before it is used. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP it has one
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

const opens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
  });

/** PgBouncer in transaction mode before an embedded Postgres, under the account that may enter its socket folder. */
export async function startPgBouncer(
  folder: string,
  { connection, dataDirectory }: Pick<EmbeddedPostgres, "connection" | "dataDirectory">,
): Promise<Started> {
  const port = await freePort();
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "trust",
    auth_file: join(folder, "users.txt"),
    pool_mode: "transaction",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const databases = `* = host=${connection.host} port=${connection.port}`;
  writeFileSync(join(folder, "users.txt"), `"${connection.user}" ""\n`);
  writeFileSync(join(folder, "pgbouncer.ini"), ["[databases]", databases, "[pgbouncer]", ...lines, ""].join("\n"));
  const child = spawnAs(chooseAccount(dataDirectory), [PGBOUNCER, join(folder, "pgbouncer.ini")], folder);
  process.once("exit", () => child.kill("SIGKILL"));
  child.stderr.resume();
  for (const startedAt = performance.now(); performance.now() - startedAt < READY_MS; await pause(20))
    if (await opens(port))
      return {
        url: `postgres://${connection.user}@127.0.0.1:${port}/`,
        pid: child.pid ?? 0,
        stop: (signal) => end(child, signal),
      };
  await end(child);
  throw new Error("PgBouncer did not start");
}
