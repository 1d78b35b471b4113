import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EditReader } from "../../../src/features/enrichment/enhance/edit-reader.ts";
import { INSTRUCTIONS } from "../../../src/features/enrichment/enhance/question.ts";
import { type User, until } from "../../world.ts";
import {
  createScene,
  EDITS,
  eventsOf,
  ledgerOf,
  openStream,
  quotaOf,
  repair,
  type Scene,
  setUsed,
  TASK,
  USAGE,
} from "./scene.ts";

let scene: Scene;
let user: User;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene[Symbol.asyncDispose]());
beforeEach(async () => {
  scene.reset();
  user = await scene.world.user();
});

const collect = async (response: Response) => {
  const events = [];
  for await (const event of eventsOf(response)) events.push(event);
  return events;
};

describe("enhance as a stream", () => {
  test.each(["gpt-6-luna", "claude-haiku-5-5", "gemini-3.8-flash"])(
    "%s: start, then each change as it is written, then the reply that JSON would have had",
    async (model) => {
      const response = await openStream(scene.world, user, { text: TASK, model });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      expect(response.headers.get("content-encoding")).toBeNull();
      const events = await collect(response);
      expect(events.map(({ event }) => event)).toEqual(["start", "delta", "delta", "result"]);
      expect(events[0]?.data).toMatchObject({ model, findings: 2 });
      expect(events.slice(1, 3).map(({ data }) => data.text)).toEqual(EDITS.map(({ after }) => after));
      const other = await scene.world.user(); // the same user would be given the answer that is kept
      const plain = await other.post("/enrichment/enhance", { text: TASK, model });
      const own = { id: "", processingTimeMs: 0 };
      expect({ ...events[3]?.data, ...own }).toEqual({ ...plain.body, ...own });
      expect(scene.fake.requests.at(-2)?.stream).toBe(true);
    },
  );

  test("shows the start while the provider is still silent; a caller who leaves stops the call and pays for it", async () => {
    scene.fake.fault({ kind: "hang" });
    const [aborted, left] = [scene.fake.aborted, new AbortController()];
    const response = await openStream(scene.world, user, { text: TASK }, { signal: left.signal });
    const first = await eventsOf(response).next();
    expect(first.value).toMatchObject({ event: "start", data: { model: "gpt-6-luna" } });
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 1, reserved: 1 });
    left.abort();
    await scene.fake.until(() => scene.fake.aborted > aborted);
    await until(async () => (await quotaOf(scene.world, user)).reserved === 0);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
    const [entry] = await ledgerOf(scene.world, user);
    expect(entry).toMatchObject({ state: "settled", status: null, model: "gpt-6-luna" });
    expect(entry?.["output_tokens"]).toBeGreaterThan(0); // nothing was heard, yet something may have been written
    expect(entry?.["input_tokens"]).toBeGreaterThan(INSTRUCTIONS.length / 4);
    expect(entry?.["cost_usd"]).toBeGreaterThan(0);
  });

  test("gives whoever hangs up after each start no more calls of the provider than the month holds", async () => {
    scene.fake.fault({ kind: "hang" });
    await setUsed(scene.world, user, 17);
    const asked = scene.fake.requests.length;
    const statuses: number[] = [];
    for (let call = 1; call <= 5; call += 1) {
      const left = new AbortController();
      const sent = scene.fake.requests.length;
      const response = await openStream(scene.world, user, { text: TASK }, { signal: left.signal });
      statuses.push(response.status);
      if (response.status === 200) await scene.fake.until(() => scene.fake.requests.length > sent);
      left.abort();
      await until(async () => (await quotaOf(scene.world, user)).reserved === 0);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(scene.fake.requests.length - asked).toBe(3);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 20, reserved: 0, settled: 3, refunded: 0 });
  });

  test("shows a change while the model is still writing the next one", async () => {
    const { text } = repair();
    const half = text.indexOf('"field":"output"');
    const goOn = Promise.withResolvers<void>();
    scene.stage.instead = async ({ onDelta }) => {
      onDelta?.(text.slice(0, half));
      await goOn.promise;
      onDelta?.(text.slice(half));
      return { text, usage: USAGE };
    };
    const events = eventsOf(await openStream(scene.world, user, { text: TASK }));
    expect((await events.next()).value).toMatchObject({ event: "start" });
    expect((await events.next()).value).toMatchObject({ event: "delta", data: { text: EDITS[0]?.after } });
    goOn.resolve();
    expect((await events.next()).value).toMatchObject({ event: "delta", data: { text: EDITS[1]?.after } });
    expect((await events.next()).value).toMatchObject({ event: "result", data: { status: "improved" } });
  });

  test("shows no change that does not hold, and the built-in engine's reply in the end", async () => {
    scene.fake.reply(repair([{ ...EDITS[0]!, before: "{{product}}, some details, etc.", after: "it." }]));
    const events = await collect(await openStream(scene.world, user, { text: TASK }));
    expect(events.map(({ event }) => event)).toEqual(["start", "result"]);
    expect(events[1]?.data).toMatchObject({ provider: "builtin", status: "needs_input" });
  });

  test("judges no more edits than were asked for, however many a model writes", async () => {
    const wrong = { ...EDITS[0]!, before: "not in it" };
    scene.fake.reply(repair([...Array.from({ length: 6 }, () => wrong), ...EDITS]));
    const events = await collect(await openStream(scene.world, user, { text: TASK }));
    expect(events.map(({ event }) => event)).toEqual(["start", "result"]);
  });

  test("starts at once also for who joins an equal request, which then costs nothing", async () => {
    const [goOn, entered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    scene.stage.instead = async () => {
      entered.resolve();
      await goOn.promise;
      return { text: repair().text, usage: USAGE };
    };
    const first = openStream(scene.world, user, { text: TASK });
    await entered.promise;
    const joined = eventsOf(await openStream(scene.world, user, { text: TASK }));
    expect((await joined.next()).value).toMatchObject({ event: "start", data: { model: "gpt-6-luna", findings: 2 } });
    goOn.resolve();
    const nothing = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
    expect((await joined.next()).value).toMatchObject({ event: "result", data: { cached: true, usage: nothing } });
    const [own] = (await collect(await first)).slice(-1);
    expect(own?.data).toMatchObject({ cached: false, usage: USAGE });
    expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
  });

  test("ends with the problem when the provider fails after the start, and refunds", async () => {
    scene.fake.fault({ kind: "status", status: 401 });
    const events = await collect(await openStream(scene.world, user, { text: TASK }));
    expect(events.map(({ event }) => event)).toEqual(["start", "error"]);
    expect(events[1]?.data).toMatchObject({ status: 502, code: "provider_failed" });
    expect(JSON.stringify(events)).not.toContain("sk-test");
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 0, refunded: 1 });
  });

  test("is a plain problem with its own status when it fails before the start", async () => {
    await setUsed(scene.world, user, 20);
    const response = await openStream(scene.world, user, { text: TASK });
    expect(response.status).toBe(429);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "quota_exhausted" });
  });
});

describe("finding finished edits in a reply that arrives in pieces", () => {
  test("costs as much for the last characters of a long edit as for the first", () => {
    const reader = new EditReader();
    reader.push('{"edits":[{"after":"');
    const times = Array.from({ length: 16 }, () => {
      const startedAt = performance.now();
      for (let piece = 0; piece < 1_000_000 / 4 / 16; piece += 1) reader.push("aaaa");
      return performance.now() - startedAt;
    });
    const [first, last] = [times.slice(0, 4), times.slice(-4)].map((each) => each.reduce((a, b) => a + b, 0));
    expect(last).toBeLessThan(5 * first! + 50); // seven times, and seconds, where each piece reads all before it again
    const [edit] = reader.push('"}');
    expect(edit?.length).toBe(1_000_000 + '{"after":""}'.length);
  }, 30_000);

  const edits = [{ after: 'a } ] \\ " {', n: [1, { deep: "}" }] }, { after: "" }];
  const text = JSON.stringify({ edits, questions: ["{}"] });

  test.each([1, 2, 7, 1_000])("%i characters at a time gives the same edits", (size) => {
    const reader = new EditReader();
    const found: string[] = [];
    for (let at = 0; at < text.length; at += size) found.push(...reader.push(text.slice(at, at + size)));
    expect(found.map((json) => JSON.parse(json))).toEqual(edits);
  });
});
