import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openQueuePool } from "../../src/db/queue-pool.ts";
import { features } from "../../src/features/index.ts";
import { installQueues } from "../../src/jobs/install.ts";
import { BENCH_TABLES, benchFeature } from "./jobs-feature.ts";

const WORKER = join(import.meta.dirname, "jobs-worker.ts");

/** A mail server that takes everything and remembers how often each Message-ID came. */
async function startMailServer() {
  const taken = new Map<string, number>();
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, _session, done) {
      let text = "";
      stream.setEncoding("utf8");
      stream.on("data", (part: string) => void (text += part));
      stream.on("end", () => {
        const id = /^message-id:\s*<([^@>]+)@/im.exec(text)?.[1] ?? "none";
        taken.set(id, (taken.get(id) ?? 0) + 1);
        done();
      });
    },
  });
  server.on("error", () => undefined); // a worker was killed while it spoke
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The mail server has no port");
  const url = `smtp://127.0.0.1:${address.port}`;
  return { url, taken, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** A migrated Postgres with the bench's tables, a mail server, and workers that are started again when they die. */
export async function openScene(workers: number) {
  const home = mkdtempSync(join(tmpdir(), "promptr-jobs-"));
  const postgres = await startEmbeddedPostgres({ home });
  await migrate(postgres.connection, readMigrations());
  const pool = openQueuePool({ connection: postgres.connection, pooled: false, onError: () => undefined });
  await installQueues(pool, [...features, benchFeature]);
  await pool.close();
  const client = new pg.Client(postgres.connection);
  await client.connect();
  const sql = async (text: string, values: unknown[] = []) =>
    (await client.query<Record<string, number>>(text, values)).rows;
  await sql(BENCH_TABLES);
  const mail = await startMailServer();
  const { host, port, user, database } = postgres.connection;
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    PROMPTR_HOME: home,
    HOST: "127.0.0.1",
    PORT: "0",
    MIGRATE_ON_START: "false",
    SMTP_URL: mail.url,
    DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
  };
  let closing = false;
  const running = new Set<ChildProcess>();
  const startWorker = (): Promise<void> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [WORKER], { env, stdio: ["ignore", "pipe", "inherit"] });
      running.add(child);
      child.stdout.once("data", () => resolve());
      child.once("exit", () => {
        running.delete(child);
        if (!closing) void startWorker();
        resolve();
      });
    });
  const begin = (): Promise<unknown> => Promise.all(Array.from({ length: workers }, startWorker));
  const close = async (): Promise<void> => {
    closing = true;
    const gone = [...running].map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of running) child.kill("SIGKILL");
    await Promise.all(gone);
    await client.end();
    await mail.close();
    await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  };
  return { sql, mail, begin, running, close };
}
export type Scene = Awaited<ReturnType<typeof openScene>>;
