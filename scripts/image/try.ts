import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { finish, firstOf, start } from "./inside.ts";
import type { Built } from "./steps.ts";

type Plan = {
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly commit: string;
  /** A folder outside that is the home inside. */
  readonly home: string;
};
const PATIENCE_MS = 30_000;

/** A database behind a port: the inside sees no socket of the outside. */
async function openDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "promptr-image-database-"));
  const postgres = await startEmbeddedPostgres({ home: folder, durable: false });
  const { host, port, user, database } = postgres.connection;
  const door = createServer((client) => {
    const server = connect(join(host, `.s.PGSQL.${port}`));
    client.pipe(server).pipe(client);
    for (const end of [client, server]) end.on("error", () => void (client.destroy(), server.destroy()));
  });
  await new Promise<void>((ready) => door.listen(0, "127.0.0.1", ready));
  const { port: open } = door.address() as AddressInfo;
  return {
    url: `postgres://${user}@127.0.0.1:${open}/${database}?sslmode=disable`,
    close: async () => {
      door.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return String(port);
}

/** Runs what the image runs, and its healthcheck beside it, until that says yes; then stops it. Throws when it does not. */
async function serve(image: Built, words: readonly string[], plan: Plan, say: (text: string) => void): Promise<void> {
  const startedAt = performance.now();
  const child = start(image.root, words, image, plan.home);
  const ended = finish(child);
  let over = false;
  void ended.then(() => (over = true));
  const url = `http://127.0.0.1:${image.env["PORT"]}`;
  const health = () => fetch(`${url}/health`).catch(() => null);
  while ((await health())?.status !== 200) {
    if (over || performance.now() - startedAt > PATIENCE_MS) throw new Error((await ended).output);
    await pause(10);
  }
  const healthyMs = Math.round(performance.now() - startedAt);
  const [uid] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${firstOf(child)}/status`, "utf8"))?.slice(1) ?? [];
  const check = await finish(start(image.root, plan.healthcheck, image, plan.home));
  const stoppedAt = performance.now();
  process.kill(firstOf(child), "SIGTERM");
  const { code, output } = await ended;
  const stopMs = Math.round(performance.now() - stoppedAt);
  say(
    `  ${words.join(" ")}: account ${uid}, /health 200 after ${healthyMs} ms, healthcheck says ${check.output.trim()} (${check.code}), SIGTERM: exit ${code} after ${stopMs} ms`,
  );
  if (uid === "0" || check.code !== 0 || code !== 0) throw new Error(output);
}

/** Migrates, serves and works with an image, each as Fly and Docker start it. */
export async function tryImage(image: Built, plan: Plan, say: (text: string) => void): Promise<void> {
  const database = await openDatabase();
  try {
    const env = { ...image.env, DATABASE_URL: database.url, PUBLIC_URL: "https://promptr.example.com" };
    const settled = { ...image, env: { ...env, PORT: await freePort() } };
    const once = (...words: string[]) => finish(start(image.root, words, settled, plan.home));
    const libraries = await once("ldd", "/usr/local/bin/promptr");
    say(`  ldd: ${libraries.output.match(/lib\w[^\s]*\.so[.\d]*(?= =>)/g)?.join(", ")}`);
    if (/not found/.test(libraries.output)) throw new Error(libraries.output);
    const version = await once("promptr", "--version");
    say(`  promptr --version: ${version.output.trim()}`);
    if (!version.output.includes(`commit ${plan.commit}`)) throw new Error(`The image does not name ${plan.commit}`);
    const alone = await finish(start(image.root, plan.command, { ...settled, env: { PORT: "0" } }, plan.home));
    say(`  without DATABASE_URL: exit ${alone.code}, ${alone.output.trim()}`);
    const migrated = await once("promptr", "migrate");
    say(`  promptr migrate: exit ${migrated.code}, ${migrated.output.trim().split("\n").at(-1)?.slice(0, 60)}…`);
    if (alone.code !== 1 || migrated.code !== 0) throw new Error(migrated.output);
    await serve(settled, plan.command, plan, say);
    const plain = { ...settled, env: { ...settled.env, MIGRATE_ON_START: "false" } };
    await serve(plain, ["promptr", "serve", "--role", "web"], plan, say);
    await serve(plain, ["promptr", "worker"], plan, say);
  } finally {
    await database.close();
  }
}
