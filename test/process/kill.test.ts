import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { until } from "../world.ts";
import { query, WIDE_LIMITS } from "./database.ts";
import { acknowledged, draft, keepAliveClient, registration, type Sent, signUp } from "./load.ts";
import { createPlace, type Place, postmasterOf, type Running } from "./server.ts";

/** `KILL_ROUNDS=50` looks as long as RELIABILITY P1 asks. */
const ROUNDS = Number(process.env["KILL_ROUNDS"] ?? 2);
vi.setConfig({ testTimeout: 90_000 + ROUNDS * 30_000 });
const REQUESTS_PER_ROUND = 100;
const KILLED_AFTER = 50;
const WRITERS = 6;
/** Every which request registers an account, and with it a welcome mail; the others make a prompt. */
const REGISTERS_EVERY = 4;
/** About two seconds on a quiet machine; other tests run beside this one. */
const READY_WITHIN_MS = 15_000;

const inHome = (place: Place, sql: string) => query(join(place.home, "socket"), "promptr", sql);
const idsIn = async (place: Place, sql: string): Promise<unknown[]> => (await inHome(place, sql)).map(({ id }) => id);

/** The id a welcome mail's job has: the same cause always gives the same id (src/jobs/queue.ts). */
const jobOf = (userId: string): string => {
  const hex = createHash("sha256").update(`mail.send\0welcome:${userId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Writes from several connections until the server is killed under them. */
async function writeUntilKilled(server: Running, token: string): Promise<{ accounts: string[]; prompts: string[] }> {
  const client = keepAliveClient(server.url, token);
  const answers: { accounts: Sent[]; prompts: Sent[] } = { accounts: [], prompts: [] };
  let sent = 0;
  let done = 0;
  const writer = async (): Promise<void> => {
    while (sent < REQUESTS_PER_ROUND && server.isAlive()) {
      sent += 1;
      const registers = sent % REGISTERS_EVERY === 0;
      const answer = await (registers
        ? client.post("/api/v1/auth/register", registration())
        : client.post("/api/v1/prompts", draft(`Prompt ${sent}`)));
      (registers ? answers.accounts : answers.prompts).push(answer);
      if (answer.status === 0) continue;
      expect(answer).toMatchObject({ status: 201 });
      done += 1;
      if (done === KILLED_AFTER) process.kill(server.pid, "SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  expect(await server.ended).toMatchObject({ signal: "SIGKILL" });
  return { accounts: acknowledged(answers.accounts), prompts: acknowledged(answers.prompts) };
}

test("a server killed while it writes loses no acknowledged account, prompt or mail, and starts again at once", async () => {
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS });
  const accounts: string[] = [];
  const prompts: string[] = [];
  await place.moveIn();
  let server = await place.serve();
  const token = await signUp(server.url);
  const readyAfter: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const acked = await writeUntilKilled(server, token);
    accounts.push(...acked.accounts);
    prompts.push(...acked.prompts);
    const startedAt = performance.now();
    server = await place.serve();
    readyAfter.push(Math.round(performance.now() - startedAt));
    expect(readyAfter.at(-1)).toBeLessThan(READY_WITHIN_MS);
    expect(await idsIn(place, "select id from promptr.profiles")).toEqual(expect.arrayContaining(accounts));
    expect(await idsIn(place, "select id from promptr.prompts")).toEqual(expect.arrayContaining(prompts));
    const jobs = await idsIn(place, "select id from pgboss.job where name = 'mail.send'");
    expect(jobs).toEqual(expect.arrayContaining(accounts.map(jobOf)));
    expect(new Set(jobs).size).toBe(jobs.length);
    // One that was on its way when its worker died comes back by the queue's heartbeat; the others go out now.
    await until(
      async () =>
        (await inHome(place, "select from pgboss.job where name = 'mail.send' and state < 'active'")).length === 0,
      15_000,
    );
  }
  expect(accounts.length).toBeGreaterThan(0);
  expect(prompts.length).toBeGreaterThan(0);

  const done = await idsIn(place, "select id from pgboss.job where name = 'mail.send' and state = 'completed'");
  // Beside them lie the halves of those that were being written when their process was killed.
  const mailed = readdirSync(join(place.home, "outbox")).flatMap((file) => /Z-(.+)\.eml$/.exec(file)?.[1] ?? []);
  expect(new Set(mailed).size).toBe(mailed.length);
  // A mail with a link is named by its job and by the link, which is new with every attempt.
  expect(mailed.map((name) => name.split(".")[0])).toEqual(expect.arrayContaining(done));

  readyAfter.sort((a, b) => a - b);
  console.log(
    `figure: ${ROUNDS} kills: 0 of ${accounts.length} accounts, ${prompts.length} prompts and ${done.length} mails lost or doubled; ready after ${readyAfter[readyAfter.length >> 1]} ms, ${readyAfter.at(-1)} at most`,
  );

  const postmaster = postmasterOf(place.home);
  process.kill(server.pid, "SIGKILL");
  await until(async () => postmasterOf(place.home) === null);
  expect(postmaster).not.toBeNull();
});
