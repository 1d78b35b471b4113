import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Webhook as Verifier } from "standardwebhooks";
import { openReceiver, type Receiver } from "../../fakes/receiver.ts";
import type { User, World } from "../../world.ts";
import { deliveriesOf, deliver, makePrompt, makeWebhook, newestOf, touch, verified, webhookWorld } from "./scene.ts";

const MINUTE_MS = 60_000;
let world: World;
beforeAll(async () => void (world = await webhookWorld()));
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => void (world.clock.now = new Date()));

async function scene(over: object = {}): Promise<{ ada: User; receiver: Receiver; id: string; secret: string }> {
  const [ada, receiver] = await Promise.all([world.user(), openReceiver()]);
  return { ada, receiver, ...(await makeWebhook(ada, receiver.url, over)) };
}

const waitOf = ({ next_attempt_at: next, attempted_at: last }: Record<"next_attempt_at" | "attempted_at", Date>) =>
  (next.getTime() - last.getTime()) / 1_000;

test("an event reaches its receiver once, signed so that Standard Webhooks' own library finds it good", async () => {
  const { ada, receiver, id, secret } = await scene();
  await using _ = receiver;
  const promptId = await makePrompt(ada);
  await deliver(world);
  await deliver(world);
  expect(receiver.heard).toHaveLength(1);
  const [heard] = receiver.heard;
  const told = verified(heard!, secret);
  expect(told).toMatchObject({
    type: "prompt.created",
    data: { promptId, version: 1, revision: 1, isPublic: false, deletedAt: null, by: { id: ada.userId } },
  });
  expect(told).not.toHaveProperty("text");
  const [delivery] = await deliveriesOf(ada, id);
  expect(delivery).toMatchObject({
    id: heard!.headers["webhook-id"],
    event: { id: told.id, type: told.type, sequence: told.sequence },
    state: "delivered",
    attempts: 1,
    nextAttemptAt: null,
    lastAttempt: { status: 204, failure: null },
  });
  expect(() => new Verifier(secret).verify(`${heard!.body} `, heard!.headers as Record<string, string>)).toThrow();
});

test("a failed attempt is repeated after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, with the same id and body, and then given up", async () => {
  const { ada, receiver, id } = await scene();
  await using _ = receiver;
  receiver.status(500, {}, "I am\0broken");
  await makePrompt(ada);
  const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
  await deliver(world);
  for (const [turn, wait] of waits.entries()) {
    const row = await newestOf(world, id);
    expect(row).toMatchObject({ attempts: turn + 1, status: 500, failure: "answer", answer: "I am broken" });
    const waited = waitOf(row);
    expect(waited).toBeGreaterThanOrEqual(wait);
    expect(waited).toBeLessThanOrEqual(wait * 1.2 + 2);
    await deliver(world, wait * 1_000 - 3_000);
    expect(receiver.heard).toHaveLength(turn + 1);
    await deliver(world, wait * 200 + 6_000);
    expect(receiver.heard).toHaveLength(turn + 2);
  }
  expect(new Set(receiver.heard.map(({ headers, body }) => `${headers["webhook-id"] as string}${body}`)).size).toBe(1);
  expect(await newestOf(world, id)).toMatchObject({ state: "failed", attempts: 8, next_attempt_at: null });
});

test("Retry-After of 429 and 503 is waited for, and of no other answer", async () => {
  const { ada, receiver, id } = await scene();
  await using _ = receiver;
  for (const [status, seconds] of [
    [429, 900],
    [503, 900],
    [500, 5],
  ] as const) {
    receiver.status(status, { "retry-after": "900" });
    await makePrompt(ada);
    await deliver(world);
    const waited = waitOf(await newestOf(world, id));
    expect(waited).toBeGreaterThanOrEqual(seconds);
    expect(waited).toBeLessThanOrEqual(seconds * 1.2 + 2);
  }
});

test("410 disables the webhook and tells its owner; enabled again, it is told of what comes then", async () => {
  const { ada, receiver, id } = await scene();
  await using _ = receiver;
  receiver.status(410);
  await makePrompt(ada);
  await deliver(world);
  const read = await ada.get(`/webhooks/${id}`);
  expect(read.body).toMatchObject({ enabled: false, disabledReason: "gone" });
  expect(await deliveriesOf(ada, id)).toMatchObject([{ state: "failed", attempts: 1 }]);
  const { body: notices } = await ada.get("/users/notifications");
  expect(notices.data[0]).toMatchObject({ kind: "webhook_disabled" });
  expect(notices.data[0].body).not.toContain("/hook");
  await makePrompt(ada);
  await deliver(world);
  expect(receiver.heard).toHaveLength(1);
  expect((await ada.post(`/webhooks/${id}/test`)).body.code).toBe("webhook_disabled");
  receiver.status(200);
  expect((await ada.put(`/webhooks/${id}`, { enabled: true })).body).toMatchObject({
    enabled: true,
    disabledReason: null,
    failingSince: null,
  });
  await makePrompt(ada);
  await deliver(world);
  expect(receiver.heard).toHaveLength(2);
});

test("what fails for five days without a success between is disabled, and one success begins the count anew", async () => {
  const { ada, receiver, id } = await scene({ events: ["prompt.updated"] });
  await using _ = receiver;
  const promptId = await makePrompt(ada);
  const day = async (status: number): Promise<unknown> => {
    receiver.status(status);
    await touch(world, promptId);
    await deliver(world, 24 * 60 * MINUTE_MS);
    const [row] = await world.sql("select is_enabled, disabled_reason from promptr.webhooks where id = $1", [id]);
    return row;
  };
  const ENABLED = { is_enabled: true, disabled_reason: null };
  for (const status of [500, 500, 500, 500, 200, 500, 500, 500, 500, 500]) expect(await day(status)).toEqual(ENABLED);
  expect(await day(500)).toEqual({ is_enabled: false, disabled_reason: "failing" });
}, 120_000);

test("what waited while a webhook was disabled is sent when it is enabled again", async () => {
  const { ada, receiver, id } = await scene();
  await using _ = receiver;
  await makePrompt(ada);
  await ada.put(`/webhooks/${id}`, { enabled: false });
  await deliver(world);
  expect(receiver.heard).toHaveLength(0);
  await ada.put(`/webhooks/${id}`, { enabled: true });
  await deliver(world);
  expect(receiver.heard).toHaveLength(1);
});

test("during the overlap of a rotation both secrets verify, afterwards the new one only", async () => {
  const { ada, receiver, id, secret: old } = await scene();
  await using _ = receiver;
  const { body } = await ada.post(`/webhooks/${id}/rotate`, { overlapSeconds: 60 });
  expect(body.oldSecretValidUntil).not.toBeNull();
  await makePrompt(ada);
  await deliver(world);
  const [both] = receiver.heard;
  expect(String(both!.headers["webhook-signature"]).split(" ")).toHaveLength(2);
  expect(verified(both!, old).id).toBe(verified(both!, body.secret).id);
  await makePrompt(ada);
  await deliver(world, 61_000);
  const last = receiver.heard.at(-1)!;
  expect(verified(last, body.secret).type).toBe("prompt.created");
  expect(() => verified(last, old)).toThrow("No matching signature");
  expect((await ada.get(`/webhooks/${id}`)).body.oldSecretValidUntil).toBeNull();
});

test("the text of the version travels only when it is asked for, and is that version's even when there is a newer one", async () => {
  const { ada, receiver, secret } = await scene({ includesText: true });
  await using _ = receiver;
  const id = await makePrompt(ada);
  await ada.put(`/prompts/${id}`, { task: "Explain it to a child." });
  await deliver(world);
  expect(verified(receiver.heard[0]!, secret).text).toMatchObject({ task: "Explain the paper to a curious reader." });
});

test("an event nobody can write a body of fails like any other, and holds up no round", async () => {
  const { ada, receiver, id } = await scene();
  await using _ = receiver;
  await makePrompt(ada);
  await world.sql("update promptr.webhook_events set data = data - 'promptId' where user_id = $1", [ada.userId]);
  await deliver(world);
  expect(receiver.heard).toEqual([]);
  const [delivery] = await deliveriesOf(ada, id);
  expect(delivery).toMatchObject({
    state: "pending",
    attempts: 1,
    lastAttempt: { status: null, failure: "unreadable" },
  });
  expect(Date.parse(delivery.nextAttemptAt)).toBeGreaterThan(world.clock.now.getTime());
  await makePrompt(ada);
  await deliver(world);
  expect(receiver.heard).toHaveLength(1);
});
