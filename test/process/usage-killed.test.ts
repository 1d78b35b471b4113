import { expect, test, vi } from "vitest";
import { until } from "../world.ts";
import { createDatabase, WIDE_LIMITS } from "./database.ts";
import { keepAliveClient, type Sent, signUp } from "./load.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 120_000 });

const READERS = 8;
const READ_MS = 1_500;
/** On a busy machine reading goes on until there is something to lose. */
const READS_MIN = 100;
/** What a killed process may lose: a quarter of a second, and the batch under way, which began at most as long before. */
const LOST_MS = 250;
/** A loaded machine runs timers late and commits slowly; this, or twice the slowest answer, keeps the test from failing for it. */
const GRACE_MS = 350;

const WHERE = "action_type = 'readProfile'";

test("a server killed under load loses the usage of its last quarter of a second at most, and nothing that bills", async () => {
  const database = await createDatabase();
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS, DATABASE_URL: database.url });
  const server = await place.serve();
  const client = keepAliveClient(server.url, await signUp(server.url));
  const made = await client.post("/api/v1/api-keys", { name: "k", scopes: ["prompts:read"] });
  const { key } = JSON.parse(made.body) as { key: string };

  const answeredAt: number[] = [];
  let slowestMs = 0;
  let keyCalls = 0;
  const startedAt = performance.now();
  const read = async (): Promise<void> => {
    while (server.isAlive()) {
      const askedAt = performance.now();
      const answer: Sent = await client.get("/api/v1/users/profile");
      if (answer.status === 200) {
        answeredAt.push(performance.now());
        slowestMs = Math.max(slowestMs, performance.now() - askedAt);
      }
      const isEnough = performance.now() - startedAt > READ_MS + 2 * slowestMs && answeredAt.length >= READS_MIN;
      if (isEnough && server.isAlive()) process.kill(server.pid, "SIGKILL");
    }
  };
  const call = async (): Promise<void> => {
    while (server.isAlive()) {
      const answer = await server.anyone.get("/prompts", { "x-api-key": key }).catch(() => null);
      if (answer?.status === 200) keyCalls += 1;
    }
  };
  await Promise.all([...Array.from({ length: READERS }, read), call()]);
  expect(await server.ended).toMatchObject({ signal: "SIGKILL" });

  const killedAt = answeredAt.at(-1) ?? 0;
  const safeUntil = killedAt - LOST_MS - Math.max(GRACE_MS, 2 * slowestMs);
  const safe = answeredAt.filter((at) => at < safeUntil).length;
  const count = async (): Promise<number> =>
    Number((await database.sql(`select count(*)::int as n from promptr.usage_tracking where ${WHERE}`))[0]?.["n"]);
  expect(safe).toBeGreaterThan(0);
  // A statement that was sent before the end is still carried out.
  await until(async () => (await count()) >= safe, 20_000);
  // No more rows than requests the server has seen: those answered, and those it was answering.
  expect(await count()).toBeLessThanOrEqual(answeredAt.length + READERS);
  const [billed] = await database.sql("select used from promptr.quota_usage where kind = 'api_calls'");
  expect(billed?.["used"]).toBeGreaterThanOrEqual(keyCalls);
  expect(billed?.["used"]).toBeLessThanOrEqual(keyCalls + 1);
  console.log(
    `figure: ${answeredAt.length} answered, ${await count()} of them counted, ${keyCalls} billed calls of a key kept`,
  );
});

test("a server that is asked to stop writes the usage of every request it answered", async () => {
  const database = await createDatabase();
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS, DATABASE_URL: database.url });
  const server = await place.serve();
  const client = keepAliveClient(server.url, await signUp(server.url));
  const answers = await Promise.all(Array.from({ length: 300 }, () => client.get("/api/v1/users/profile")));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
  expect(await database.sql(`select count(*)::int as n from promptr.usage_tracking where ${WHERE}`)).toEqual([
    { n: 300 },
  ]);
});
