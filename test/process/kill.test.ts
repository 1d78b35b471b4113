import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { until } from "../world.ts";
import { WIDE_LIMITS } from "./database.ts";
import { acknowledged, type Client, keepAliveClient, type Sent, sendSteadily, signUp } from "./load.ts";
import { expectOnce, inHome, madeIn } from "./made.ts";
import { createPlace, postmasterOf, type Running } from "./server.ts";
import { newWrite, send, sendAgain, type Write } from "./writes.ts";

/** `KILL_ROUNDS=50 KILL_RATE=200` looks as long as RELIABILITY P1 asks. */
const ROUNDS = Number(process.env["KILL_ROUNDS"] ?? 2);
/** Requests a second; without it six writers send as fast as they are answered. */
const RATE = Number(process.env["KILL_RATE"] ?? 0);
vi.setConfig({ testTimeout: 90_000 + ROUNDS * (RATE === 0 ? 30_000 : 90_000) });
const WRITERS = 6;
const ANSWERS_BEFORE_KILL = RATE === 0 ? 50 : RATE;
/** Every which request registers an account, and with it a welcome mail; the others make a prompt. */
const REGISTERS_EVERY = RATE === 0 ? 4 : 20;
/** So many of the answered requests are sent again too. */
const REPEATED = 6;
/** About two seconds on a quiet machine; other tests run beside this one. */
const READY_WITHIN_MS = 15_000;

type Round = { readonly writes: readonly Write[]; readonly perSecond: number };
/** Writes until the server is killed under it. */
async function writeUntilKilled(server: Running, client: Client): Promise<Round> {
  const writes: Write[] = [];
  const killed = Promise.withResolvers<number>();
  const startedAt = performance.now();
  let answered = 0;
  const one = async (): Promise<Sent> => {
    const write = newWrite((writes.length + 1) % REGISTERS_EVERY === 0 ? "account" : "prompt");
    writes.push(write);
    write.answer = await send(client, write);
    if (write.answer.status !== 201) return write.answer;
    answered += 1;
    if (answered === ANSWERS_BEFORE_KILL) {
      process.kill(server.pid, "SIGKILL");
      killed.resolve((1_000 * writes.length) / (performance.now() - startedAt));
    }
    return write.answer;
  };
  const writer = async (): Promise<void> => {
    for (;;) {
      const { status, headers } = await one();
      if (status === 503) await pause(1_000 * Number(headers["retry-after"]));
      else if (status !== 201) return;
    }
  };
  if (RATE === 0) await Promise.all(Array.from({ length: WRITERS }, writer));
  else {
    const load = sendSteadily(RATE, one);
    await killed.promise;
    await load.stop();
  }
  // Who waits for what others count is refused on a busy machine; it is sent again as what was never answered.
  for (const { answer } of writes) expect([201, 503, 0]).toContain(answer?.status);
  expect(await server.ended).toMatchObject({ signal: "SIGKILL" });
  return { writes, perSecond: await killed.promise };
}

test("a server killed while it writes loses no acknowledged account, prompt or mail, makes nothing twice that is sent again, and starts again at once", async () => {
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS });
  const all: Write[] = [];
  const counts = { unanswered: 0, madeUnanswered: 0 };
  await place.moveIn();
  let server = await place.serve();
  const token = await signUp(server.url);
  const readyAfter: number[] = [];
  const rates: number[] = [];
  /** Every file that ever lay there: it holds the newest 500. */
  const outbox = new Set<string>();
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { writes, perSecond } = await writeUntilKilled(server, keepAliveClient(server.url, token));
    all.push(...writes);
    rates.push(perSecond);
    const startedAt = performance.now();
    server = await place.serve();
    readyAfter.push(Math.round(performance.now() - startedAt));
    expect(readyAfter.at(-1)).toBeLessThan(READY_WITHIN_MS);

    const made = await madeIn(place);
    const answered = all.filter(({ answer }) => answer?.status === 201);
    for (const { name, answer } of answered) expect([name, made.get(name)]).toEqual([name, acknowledged([answer!])]);
    const unanswered = writes.filter(({ answer }) => answer?.status !== 201);
    const client = keepAliveClient(server.url, token);
    counts.unanswered += unanswered.length;
    counts.madeUnanswered += await sendAgain(client, unanswered, made);
    await sendAgain(client, answered.slice(-REPEATED), made);
    await expectOnce(place, all);
    // One that was on its way when its worker died comes back by the queue's heartbeat; the others go out now.
    await until(
      async () =>
        (await inHome(place, "select from pgboss.job where name = 'mail.send' and state < 'active'")).length === 0,
      15_000,
    );
    for (const file of readdirSync(join(place.home, "outbox"))) outbox.add(file);
  }

  const completed = await inHome(place, "select id from pgboss.job where name = 'mail.send' and state = 'completed'");
  const done = completed.map(({ id }) => id);
  // Beside them lie the halves of those that were being written when their process was killed.
  const mailed = [...outbox].flatMap((file) => /Z-(.+)\.eml$/.exec(file)?.[1] ?? []);
  expect(new Set(mailed).size).toBe(mailed.length);
  // A mail with a link is named by its job and by the link, which is new with every attempt.
  expect(mailed.map((name) => name.split(".")[0])).toEqual(expect.arrayContaining(done));

  const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const kinds = { account: 0, prompt: 0 };
  for (const { kind } of all) kinds[kind] += 1;
  console.log(
    `figure: ${ROUNDS} kills at ${middle(rates).toFixed(0)} requests/s (${RATE === 0 ? "as fast as answered" : `asked for: ${RATE}`}): 0 of ${kinds.account} accounts, ${kinds.prompt} prompts and ${done.length} mails lost or doubled; ` +
      `${counts.unanswered} without an answer sent again, ${counts.madeUnanswered} of them had been made; ` +
      `ready after ${middle(readyAfter)} ms, ${Math.max(...readyAfter)} at most`,
  );

  const postmaster = postmasterOf(place.home);
  process.kill(server.pid, "SIGKILL");
  await until(async () => postmasterOf(place.home) === null);
  expect(postmaster).not.toBeNull();
});
