import { afterAll, beforeAll, expect, test } from "vitest";
import { webhookSender } from "../../../src/adapters/webhooks.ts";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { claimDeliveries, lockEndpoints } from "../../../src/features/webhooks/delivery-queries.ts";
import { deliverWebhooks } from "../../../src/features/webhooks/index.ts";
import { wakeDeliveries } from "../../../src/features/webhooks/wake.ts";
import { openReceiver } from "../../fakes/receiver.ts";
import { until, type World } from "../../world.ts";
import { deliver, makePrompt, makeWebhook, newestOf, touch, webhookWorld } from "./scene.ts";

const TIMEOUT_MS = 1_500;
let world: World;
beforeAll(async () => {
  const webhooks = webhookSender({ allowPrivate: true, timeoutMs: TIMEOUT_MS });
  world = await webhookWorld({ ports: (ports) => ({ ...ports, webhooks }) });
});
afterAll(() => world[Symbol.asyncDispose]());

test("four requests at most are under way to one endpoint and eight to one person, and a slow receiver holds up nobody else", async () => {
  await using slow = await openReceiver();
  await using quick = await openReceiver();
  let [open, most] = [0, 0];
  const places = new Map<string, number>();
  slow.answer((response, { url = "" }) => {
    open += 1;
    most = Math.max(most, open);
    places.set(url, (places.get(url) ?? 0) + 1);
    response.on("close", () => (open -= 1));
  });
  const quickAt: number[] = [];
  quick.answer((response) => {
    quickAt.push(performance.now());
    response.end();
  });
  const [ada, eve] = [await world.user(), await world.user()];
  for (let one = 0; one < 5; one += 1) await makeWebhook(ada, `${slow.url}${one}`, { events: ["prompt.updated"] });
  await makeWebhook(eve, quick.url, { events: ["prompt.updated"] });
  const [adas, eves] = [await makePrompt(ada), await makePrompt(eve)];
  for (let turn = 0; turn < 20; turn += 1) await Promise.all([touch(world, adas), touch(world, eves)]);
  const startedAt = performance.now();
  const round = deliver(world);
  await until(async () => quickAt.length === 20, TIMEOUT_MS);
  expect(quickAt.at(-1)! - startedAt).toBeLessThan(TIMEOUT_MS);
  await until(async () => most === 8);
  expect(Math.max(...places.values())).toBeLessThanOrEqual(4);
  await world.sql(
    "update promptr.webhook_deliveries set state = 'failed', next_attempt_at = null, leased_until = null where user_id = $1",
    [ada.userId],
  );
  await round;
  expect(most).toBe(8);
}, 60_000);

test("two processes that look at the same moment send each delivery once", async () => {
  await using receiver = await openReceiver();
  const ada = await world.user();
  await makeWebhook(ada, receiver.url, { events: ["prompt.updated"] });
  const promptId = await makePrompt(ada);
  for (let turn = 0; turn < 30; turn += 1) await touch(world, promptId);
  await Promise.all([deliver(world), deliver(world), deliver(world)]);
  expect(receiver.heard).toHaveLength(30);
  expect(new Set(receiver.heard.map(({ headers }) => headers["webhook-id"])).size).toBe(30);
});

test("what somebody took and died over is sent half a minute later under the same id", async () => {
  await using receiver = await openReceiver();
  const ada = await world.user();
  const { id } = await makeWebhook(ada, receiver.url);
  await makePrompt(ada);
  world.clock.now = new Date();
  const { now } = world.clock;
  await world.db(AS_JOBS).transaction(async (db) => {
    const webhookIds = (await db.rows(lockEndpoints(now, 10))).map((row) => row.id);
    await db.rows(claimDeliveries({ now, leasedUntil: new Date(now.getTime() + 25_000), webhookIds, limit: 10 }));
  });
  await deliver(world, 20_000);
  expect(receiver.heard).toHaveLength(0);
  await deliver(world, 6_000);
  const row = await newestOf(world, id);
  expect(row).toMatchObject({ state: "delivered", attempts: 2 });
  expect(receiver.heard.map(({ headers }) => headers["webhook-id"])).toEqual([row.id]);
});

test("an attempt that comes back after its lease was lost to another changes nothing", async () => {
  await using receiver = await openReceiver();
  const ada = await world.user();
  const { id } = await makeWebhook(ada, receiver.url);
  await makePrompt(ada);
  receiver.answer((response) => {
    void world
      .sql("update promptr.webhook_deliveries set attempts = 7 where webhook_id = $1", [id])
      .then(() => response.end());
  });
  await deliver(world);
  expect(await newestOf(world, id)).toMatchObject({ state: "pending", attempts: 7, status: null });
  await world.sql("delete from promptr.webhooks where id = $1", [id]);
});

test("a suspended or closed account is sent nothing, and a round is put in the queue only when something is due", async () => {
  await using receiver = await openReceiver();
  const ada = await world.user();
  await makeWebhook(ada, receiver.url);
  world.clock.now = new Date();
  const db = world.db(AS_JOBS);
  const look = async () => {
    await wakeDeliveries({ db, jobs: world.app.jobs.within(db), now: () => new Date() });
    return (await world.queued(deliverWebhooks.name)).length;
  };
  expect(await look()).toBe(0);
  await makePrompt(ada);
  for (const column of ["suspended_at", "erased_at"]) {
    await world.sql(`update promptr.profiles set ${column} = now() where id = $1`, [ada.userId]);
    expect(await look()).toBe(0);
    await deliver(world);
    expect(receiver.heard).toHaveLength(0);
    await world.sql(`update promptr.profiles set ${column} = null where id = $1`, [ada.userId]);
  }
  expect(await look()).toBe(1);
});

test("a secret the server can no longer derive stops the webhook and tells its owner to rotate it", async () => {
  await using receiver = await openReceiver();
  const ada = await world.user();
  const { id } = await makeWebhook(ada, receiver.url);
  await world.sql("update promptr.webhook_secrets set digest = sha256('other') where webhook_id = $1", [id]);
  await makePrompt(ada);
  await deliver(world);
  expect(receiver.heard).toHaveLength(0);
  expect((await ada.get(`/webhooks/${id}`)).body).toMatchObject({ enabled: false, disabledReason: "secret_lost" });
  await ada.post(`/webhooks/${id}/rotate`, {});
  await ada.put(`/webhooks/${id}`, { enabled: true });
  await deliver(world, 7_000);
  expect(receiver.heard).toHaveLength(1);
});
