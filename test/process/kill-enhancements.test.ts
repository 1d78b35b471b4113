import { inject, expect, test, vi } from "vitest";
import { cleanUp } from "../../src/features/maintenance/index.ts";
import { type FakeProviders, startFakeProviders } from "../fakes/providers.ts";
import { disagreements } from "../features/enrichment/fire.ts";
import { repair, TASK } from "../features/enrichment/scene.ts";
import { runJob } from "../features/privacy/fixture.ts";
import { createWorld, type User, type World } from "../world.ts";
import { type Client, keepAliveClient, type Sent } from "./load.ts";
import { createPlace, type Running } from "./server.ts";

/** `KILL_ROUNDS=50` is RELIABILITY's P23. */
const ROUNDS = Number(process.env["KILL_ROUNDS"] ?? 1);
const USERS = 6;
const KILLED_AFTER = 10;
/** More than one user can get while servers are killed, so that something is left for the end. */
const MONTHLY = 5 * ROUNDS + 4;
const RESERVATION_LIVES_MS = 120_000;
vi.setConfig({ testTimeout: 60_000 + ROUNDS * 30_000 });

const LIMITS = JSON.stringify({ free: { requests: 1_000_000, enrichments: MONTHLY, modelUsdPerDay: 1_000 } });

let tasks = 0;
/** A text that was never asked about, so that each request is a call of the provider. */
const freshBody = () => ({ text: TASK.replace("product}}", `product_${(tasks += 1)}}}`), model: "gpt-6-luna" });
const enhance = (client: Client): Promise<Sent> => client.post("/api/v1/enrichment/enhance", freshBody());
const idOf = ({ body }: Sent): string => (JSON.parse(body) as { id: string }).id;

/** Every user asks for one improvement after the other, until the server is killed under all of them. */
async function enhanceUntilKilled(server: Running, users: readonly User[]): Promise<Sent[]> {
  const answers: Sent[] = [];
  const asking = async (user: User): Promise<void> => {
    const client = keepAliveClient(server.url, user.accessToken);
    while (server.isAlive()) {
      const answer = await enhance(client);
      if (answer.status === 0) return;
      expect([answer.status, answer.body]).toEqual([200, expect.any(String)]);
      answers.push(answer);
      if (answers.length === KILLED_AFTER) process.kill(server.pid, "SIGKILL");
    }
  };
  await Promise.all(users.map(asking));
  expect(await server.ended).toMatchObject({ signal: "SIGKILL" });
  return answers;
}

/** A server that dies when every user has a call at the provider. */
async function killWhileAsked(server: Running, users: readonly User[], fake: FakeProviders): Promise<void> {
  fake.fault({ kind: "hang" });
  const sent = fake.requests.length;
  const cutOff = users.map((user) => enhance(keepAliveClient(server.url, user.accessToken)));
  await fake.until(() => fake.requests.length === sent + users.length);
  await server.end("SIGKILL");
  for (const { status } of await Promise.all(cutOff)) expect(status).toBe(0);
  fake.heal();
}

/** How many entries of the ledger are in which state. */
async function statesOf(world: World): Promise<Record<string, number>> {
  const rows = await world.sql("select state, count(*)::int as number from promptr.enhancements group by 1");
  return Object.fromEntries(rows.map(({ state, number }) => [state, number]));
}
const settledOf = (world: World) =>
  world.sql(
    `select u.user_id, u.used, count(e.id) filter (where e.state = 'settled')::int as settled
     from promptr.quota_usage u left join promptr.enhancements e using (user_id)
     where u.kind = 'enrichments' group by 1, 2`,
  );

test("a server killed while it enhances sells no enhancement twice and none for nothing: the ledger is exact, and what was cut off is given back", async () => {
  await using fake = await startFakeProviders();
  await using world = await createWorld();
  const [row] = await world.sql("select current_database() as name");
  const place = createPlace({
    DATABASE_URL: `postgres://postgres@/${String(row?.["name"])}?host=${encodeURIComponent(inject("socket"))}`,
    MIGRATE_ON_START: "false",
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: fake.openAiUrl,
    PROMPTR_LIMITS: LIMITS,
  });
  fake.reply(repair());
  const users = await Promise.all(Array.from({ length: USERS }, () => world.user()));
  const told: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await place.serve();
    const answers = await enhanceUntilKilled(server, users);
    told.push(...answers.map(idOf));
    // Whatever the moment of its death was: every counter is what the ledger holds, and what was told is paid and kept.
    expect(await disagreements(world)).toEqual([]);
    const paid = await world.sql(
      `select id from promptr.enhancements e where state = 'settled' and id = any($1)
       and exists (select from promptr.enhancement_results r where r.id = e.id)`,
      [told],
    );
    expect(paid.map(({ id }) => id)).toEqual(expect.arrayContaining(told));
  }
  await killWhileAsked(await place.serve(), users, fake);
  const { reserved = 0, refunded = 0, settled } = await statesOf(world);
  expect(reserved).toBeGreaterThanOrEqual(USERS);
  expect(await disagreements(world)).toEqual([]);

  world.clock.now = new Date(Date.now() + RESERVATION_LIVES_MS + 60_000);
  for (let again = 0; again < 2; again += 1) await runJob(world, cleanUp, {});
  expect(await statesOf(world)).toEqual({ refunded: refunded + reserved, settled });
  expect(await disagreements(world)).toEqual([]);

  const server = await place.serve();
  const rest = await Promise.all(
    users.map(async (user): Promise<Sent> => {
      const client = keepAliveClient(server.url, user.accessToken);
      for (;;) {
        const answer = await enhance(client);
        if (answer.status !== 200) return answer;
      }
    }),
  );
  for (const { status, body } of rest) {
    expect(status).toBe(429);
    expect(JSON.parse(body)).toMatchObject({ code: "quota_exhausted" });
  }
  // Nobody has got one more than the month holds, and nobody one less.
  expect((await settledOf(world)).map(({ used, settled }) => [used, settled])).toEqual(
    Array.from({ length: USERS }, () => [MONTHLY, MONTHLY]),
  );
  expect((await server.end("SIGTERM")).code).toBe(0);
  console.log(`figure: ${ROUNDS + 1} kills: ${told.length} told, ${reserved} cut off and given back, ledgers exact`);
});
