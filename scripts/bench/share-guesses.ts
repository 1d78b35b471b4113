/**
 * How many password guesses on one share link are computed: 10,000 from 100 addresses, over two server processes on one
 * embedded Postgres. `node scripts/bench/share-guesses.ts` (`--quick`: 500). A guess that was computed is answered 401 by
 * the server, one that was not 429 or 503. Exit code 1 when more than 60 were (issue 7, RELIABILITY case 23).
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "./processes.ts";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";

const GUESSES = process.argv.includes("--quick") ? 500 : 10_000;
const ADDRESSES = 100;
const AT_ONCE = 20;
const COMPUTED_MAX = 60;
const LIMITS = { anonymous: { requests: 1_000_000 }, free: { requests: 1_000_000 } };

const home = mkdtempSync(join(tmpdir(), "promptr-guesses-"));
const postgres = await startEmbeddedPostgres({ home, durable: false });
const env = {
  NODE_ENV: "test",
  DATABASE_URL: postgres.url,
  MIGRATE_DATABASE_URL: postgres.url,
  PROMPTR_LIMITS: JSON.stringify(LIMITS),
  TRUST_PROXY: "Client-IP",
  LOG_LEVEL: "error",
};
const homeOf = (name: string): string => {
  const folder = join(home, name);
  mkdirSync(folder);
  return folder;
};
const first = await startServer(homeOf("one"), env);
const servers = [first, await startServer(homeOf("two"), env)];

async function ask<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(`${first.url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T; // of our own server
}
const account = { email: "ada@example.com", password: "correct-horse-7", fullName: "Ada Lovelace" };
const { accessToken } = await ask<{ accessToken: string }>("/auth/register", account);
const bearer = { authorization: `Bearer ${accessToken}` };
const { id: promptId } = await ask<{ id: string }>("/prompts", { title: "Guarded", task: "Keep it." }, bearer);
const { token } = await ask<{ token: string }>("/sharing/create", { promptId, password: "open sesame" }, bearer);

const statuses = new Map<number, number>();
let sent = 0;
async function guess(): Promise<void> {
  while (sent < GUESSES) {
    const turn = (sent += 1);
    const server = servers[turn % servers.length] ?? first;
    const headers = { "x-share-password": `guess-${turn}`, "client-ip": `198.51.100.${turn % ADDRESSES}` };
    const answer = await fetch(`${server.url}/api/v1/sharing/${token}`, { headers });
    await answer.arrayBuffer();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  }
}
const startedAt = performance.now();
await Promise.all(Array.from({ length: AT_ONCE }, guess));
const seconds = (performance.now() - startedAt) / 1_000;
const computed = GUESSES - (statuses.get(429) ?? 0) - (statuses.get(503) ?? 0);
process.stdout.write(
  `${GUESSES} guesses from ${ADDRESSES} addresses over ${servers.length} processes in ${seconds.toFixed(1)} s: ` +
    `${computed} computed, at most ${COMPUTED_MAX}; ${JSON.stringify(Object.fromEntries(statuses))}\n`,
);
for (const server of servers) await server.stop();
await postgres.stop();
rmSync(home, { recursive: true, force: true });
process.exitCode = computed > COMPUTED_MAX || statuses.has(200) ? 1 : 0;
