import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../processes.ts";
import type { Contestant } from "./contestant.ts";
import { PLAIN_CHECKS, plainDialect } from "./plain-dialect.ts";

const MANY = 2_000_000_000;
const REDIS_MS = 5_000;

/** The bare floor of scripts/bench/floor.ts. */
export const floor = (secret: string): Contestant => ({
  name: "floor",
  kind: "plain",
  dialect: plainDialect("", "/share"),
  cwd: join(import.meta.dirname, "../../.."),
  command: [process.execPath, join(import.meta.dirname, "../floor.ts")],
  environment: ({ port, databaseUrl }) => ({
    NODE_ENV: "production",
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    JWT_SECRET: secret,
  }),
  ...PLAIN_CHECKS,
  usage: null,
  logs: false,
  redis: null,
});

const has = (program: string): boolean => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const opens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.once("error", () => resolve(false)).once("connect", () => (socket.destroy(), resolve(true)));
  });

async function startRedis(folder: string): Promise<{ pid: number; port: number; stop: () => Promise<void> }> {
  const port = await freePort();
  // Debian's defaults for persistence: snapshots, and no append-only file.
  const child = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder], {
    stdio: "ignore",
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for (const startedAt = performance.now(); !(await opens(port)); await pause(20))
    if (performance.now() - startedAt > REDIS_MS || child.pid === undefined)
      throw new Error("redis-server did not start");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
    process.off("exit", kill);
  };
  return { pid: child.pid ?? 0, port, stop };
}

/** The packages of the server, in a copy of our own because ../shared is read-only; kept until the lock file changes. */
function installed(source: string, target: string): void {
  const lock = (folder: string): string =>
    existsSync(join(folder, "package-lock.json")) ? readFileSync(join(folder, "package-lock.json"), "utf8") : "";
  const isThere = existsSync(join(target, "node_modules")) && lock(source) === lock(target);
  mkdirSync(target, { recursive: true });
  for (const name of ["package.json", "package-lock.json", "server.mjs"])
    cpSync(join(source, name), join(target, name));
  if (isThere) return;
  const { status, stderr } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: target, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ci in ${target} failed:\n${stderr}`);
}

export type Rival = { readonly contestant: Contestant; readonly stop: () => Promise<void> };

type Own = Pick<Contestant, "usage" | "redis"> & {
  readonly tables: string;
  readonly environment: Readonly<Record<string, string>>;
};
/** A server of ../shared/bench, in a copy of our own; all speak one dialect, and differ in where they count and what they need. */
function sharedServer(name: string, secret: string, folder: string, own: Own): Contestant {
  const cwd = join(folder, name);
  const logFile = join(folder, `${name}-http.log`);
  return {
    name,
    kind: "plain",
    dialect: plainDialect("/api/v1", "/api/v1/sharing"),
    cwd,
    command: [process.execPath, join(cwd, "server.mjs")],
    environment: ({ port, databaseUrl }) => ({
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      JWT_SECRET: secret,
      LOG_FILE: logFile,
      ...own.environment,
    }),
    ...PLAIN_CHECKS,
    usage: own.usage,
    logs: true,
    logFile,
    cleanup: [...PLAIN_CHECKS.cleanup, `truncate ${own.tables}`],
    redis: own.redis,
  };
}

/** The guide's own stack, Express and Redis, of ../shared/bench; or why it cannot take part. */
export async function seedStack(shared: string, secret: string, folder: string): Promise<Rival | string> {
  const source = join(shared, "contestants/seed-stack");
  if (!existsSync(source)) return `${source} is not there`;
  if (!has("redis-server")) return "redis-server is not installed (apt-get install redis-server)";
  const cwd = join(folder, "seed-stack");
  installed(source, cwd);
  const redis = await startRedis(cwd);
  const contestant = sharedServer("seed-stack", secret, folder, {
    environment: { REDIS_URL: `redis://127.0.0.1:${redis.port}/0`, RATE_LIMIT_POINTS: String(MANY) },
    usage: "select count(*) from usage_tracking",
    tables: "usage_tracking",
    redis: redis.pid,
  });
  return { contestant, stop: redis.stop };
}

/** A probe of Promptr's own stack with every layer done leanly, of ../shared/bench: what this machine lets Koa and pg reach. */
export function koaProbe(shared: string, secret: string, folder: string): Contestant | string {
  const source = join(shared, "contestants/koa-probe");
  if (!existsSync(source)) return `${source} is not there`;
  installed(source, join(folder, "koa-probe"));
  return sharedServer("koa-probe", secret, folder, {
    environment: { RATE_LIMIT: String(MANY) },
    usage: "select (select count(*) from usage_tracking) + (select count(*) from usage_events)",
    tables: "usage_tracking, usage_events",
    redis: null,
  });
}
