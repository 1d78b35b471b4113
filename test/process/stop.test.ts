import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { until } from "../world.ts";
import { createDatabase, WIDE_LIMITS } from "./database.ts";
import { acknowledged, draft, keepAliveClient, registration, sendSteadily, signUp } from "./load.ts";
import { createPlace, postmasterOf, type Running } from "./server.ts";

/** `STOP_ROUNDS=20` is RELIABILITY P30, at its `STOP_RATE=200` requests a second. */
const ROUNDS = Number(process.env["STOP_ROUNDS"] ?? 3);
const PER_SECOND = Number(process.env["STOP_RATE"] ?? 50);
const STOPPED_WITHIN_MS = 20_000;
vi.setConfig({ testTimeout: 60_000 + ROUNDS * 30_000 });

/** A request of which the server has the beginning; `finish` sends the rest and gives the whole answer. */
async function beginRequest(port: number, head: string, rest: string) {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let answer = "";
  socket.setEncoding("utf8").on("data", (piece: string) => void (answer += piece));
  socket.on("error", () => undefined);
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(answer)));
  await new Promise<void>((resolve) => socket.write(`${head}\r\nHost: promptr.test\r\n`, () => resolve()));
  return {
    finish: (): Promise<string> => {
      socket.write(rest);
      return closed;
    },
  };
}

const beginRegistration = (port: number) => {
  const body = JSON.stringify(registration());
  const headers = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  return beginRequest(port, "POST /api/v1/auth/register HTTP/1.1", headers + body);
};

const stopping = (server: Running): Promise<unknown> =>
  until(async () => server.said.stdout.includes("Stopping"), 10_000);

/** Asks a server to stop while requests run, and expects it to finish them; resolves when it has ended. */
async function expectOrderlyStop(server: Running, signal: NodeJS.Signals): Promise<void> {
  const register = await beginRegistration(server.port);
  const readiness = await beginRequest(server.port, "GET /readyz HTTP/1.1", "\r\n");
  // A browser's spare connection, which never sends anything, holds nobody up.
  const spare = connect(server.port, "127.0.0.1");
  onTestFinished(() => void spare.destroy());
  // The beginnings were sent before this answer was asked for, so the server has them.
  expect((await server.anyone.raw("/livez")).status).toBe(200);

  process.kill(server.pid, signal);
  await stopping(server);
  expect(await readiness.finish()).toMatch(/^HTTP\/1\.1 503 [\s\S]*"stopping"/);
  const registered = await register.finish();
  expect(registered).toMatch(/^HTTP\/1\.1 201 /);
  expect(registered).toMatch(/^Connection: close\r$/m);
  const finishedAt = performance.now();
  expect(await server.ended).toMatchObject({ code: 0, signal: null });
  expect(performance.now() - finishedAt).toBeLessThan(10_000);
}

test("SIGTERM: what runs is finished, /readyz says 503, the process ends with 0 and its Postgres with it", async () => {
  const place = createPlace();
  await place.moveIn();
  const server = await place.serve();
  expect(postmasterOf(place.home)).not.toBeNull();
  await expectOrderlyStop(server, "SIGTERM");
  expect(postmasterOf(place.home)).toBeNull();
});

test("SIGINT: what runs is finished, /readyz says 503, the process ends with 0", async () => {
  const place = createPlace();
  const database = await createDatabase();
  await expectOrderlyStop(await place.serve({ env: { DATABASE_URL: database.url } }), "SIGINT");
});

test("a second signal forces the end at once, though a request still runs", async () => {
  const place = createPlace();
  await place.moveIn();
  const server = await place.serve();
  await beginRegistration(server.port);
  expect((await server.anyone.raw("/livez")).status).toBe(200);
  process.kill(server.pid, "SIGTERM");
  await stopping(server);
  const askedAt = performance.now();
  // Signals right after the first are taken for its echo, so they are sent until one counts.
  await until(async () => !server.isAlive() || (process.kill(server.pid, "SIGTERM"), false), 5_000);
  expect(performance.now() - askedAt).toBeLessThan(5_000);
  expect(await server.ended).toMatchObject({ code: 1 });
  await until(async () => postmasterOf(place.home) === null);
});

test("Ctrl-C on npm start, which npm passes on once more, is one orderly stop", async () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  // Without exec a shell would stand between npm and the server and keep the signal for itself.
  expect(manifest.scripts["start"]).toMatch(/^exec /);
  const place = createPlace();
  await place.moveIn();
  const server = await place.serve({ throughNpm: true });
  process.kill(-server.pid, "SIGINT");
  const ended = await server.ended;
  expect(ended.stdout).toContain("Stopped");
  expect(ended.stdout).not.toContain("Forced");
  expect(ended.code).toBe(0);
  await until(async () => postmasterOf(place.home) === null);
});

test("a stop under load resets no request: each is answered, or was never accepted", async () => {
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS });
  const database = await createDatabase();
  const made: string[] = [];
  const took: number[] = [];
  const rates: number[] = [];
  let answered = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await place.serve({ env: { DATABASE_URL: database.url } });
    const client = keepAliveClient(server.url, await signUp(server.url));
    const begunAt = performance.now();
    const load = sendSteadily(PER_SECOND, (turn) =>
      turn % 2 === 0 ? client.post("/api/v1/prompts", draft(`Prompt ${turn}`)) : client.get("/api/v1/prompts"),
    );
    await load.more(20, 201);
    const askedAt = performance.now();
    rates.push((1_000 * load.answers.length) / (askedAt - begunAt));
    expect(await server.end(round % 2 === 0 ? "SIGTERM" : "SIGINT")).toMatchObject({ code: 0 });
    took.push(performance.now() - askedAt);
    await load.stop();
    // Only a connection that was begun after the signal may be turned away.
    const begun = load.answers.filter(({ begunAt, reused, fault }) => begunAt < askedAt || reused || fault === "");
    expect(begun.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
    answered += begun.length;
    made.push(...acknowledged(begun.filter(({ status }) => status === 201)));
  }
  const kept = await database.sql("select id from promptr.prompts");
  expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(made));
  // Work that was under way when the process stopped is not left to a heartbeat.
  expect(await database.sql("select id from pgboss.job where state = 'active'")).toEqual([]);
  expect(Math.max(...took)).toBeLessThan(STOPPED_WITHIN_MS);
  console.log(
    `figure: ${ROUNDS} stops at ${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)} requests/s (asked for: ${PER_SECOND}): ${answered} answered, 0 dropped, 0 of ${made.length} acknowledged lost, stopped within ${Math.max(...took).toFixed(0)} ms`,
  );
});
