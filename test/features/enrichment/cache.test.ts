import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Flights } from "../../../src/features/enrichment/enhance/flights.ts";
import { createWorld, type User, until } from "../../world.ts";
import {
  createScene,
  EDITS,
  eventsOf,
  GOOD,
  openStream,
  quotaOf,
  repair,
  REPAIRABLE,
  type Scene,
  type StagedReply,
  TASK,
  USAGE,
} from "./scene.ts";

const DAY_MS = 24 * 3_600_000;

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

const enhance = (body: object, who: Pick<User, "post"> = user) => who.post("/enrichment/enhance", body);
const asked = () => scene.fake.requests.length;
const used = async () => (await quotaOf(scene.world, user)).used;
const kept = (who: User = user) =>
  scene.world.sql("select id, result ->> 'status' as status from promptr.enhancement_results where user_id = $1", [
    who.userId,
  ]);
/** What is in memory is forgotten, as in a process that has just started. */
const forget = () => scene.world.app.ports.cache.drop(`user:${user.userId}`);

/** Holds every call of a provider until it is told to go on. */
function hold() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  scene.stage.instead = async (): Promise<StagedReply> => {
    entered.resolve();
    await promise;
    return { text: repair().text, usage: USAGE };
  };
  return { goOn: resolve, entered: entered.promise };
}

describe("the same question again", () => {
  test("gets the same answer for a day, asks no model, spends nothing and says so", async () => {
    const first = await enhance({ text: TASK });
    const requests = asked();
    const again = await enhance({ text: TASK });
    expect(first.body).toMatchObject({ cached: false, usage: USAGE });
    expect(again.body).toEqual({
      ...first.body,
      cached: true,
      usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
      processingTimeMs: again.body.processingTimeMs,
    });
    forget();
    expect((await enhance({ text: TASK })).body).toMatchObject({ cached: true, id: first.body.id });
    expect(asked()).toBe(requests);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
  });

  test("is answered by another process of the same server as well", async () => {
    const { body } = await enhance({ text: TASK });
    const other = (await scene.world.another()).as(user);
    expect((await enhance({ text: TASK }, other)).body).toMatchObject({ cached: true, id: body.id });
    expect(await used()).toBe(1);
  });

  test("is answered at once as a stream too: start and result", async () => {
    const { body } = await enhance({ text: TASK });
    const events = [];
    for await (const event of eventsOf(await openStream(scene.world, user, { text: TASK }))) events.push(event);
    expect(events).toMatchObject([{ event: "start" }, { event: "result", data: { cached: true, id: body.id } }]);
  });

  test("is asked anew after a day, in memory and in the database", async () => {
    const { clock } = scene.world;
    const present = clock.now;
    const { body } = await enhance({ text: REPAIRABLE, model: "promptr-builtin" });
    try {
      clock.now = new Date(present.getTime() + DAY_MS);
      const later = await scene.world.user();
      const token = await scene.world.app.ports.tokens.issue({ ...user, now: clock.now });
      const again = scene.world.with({ authorization: `Bearer ${token}` });
      expect((await enhance({ text: REPAIRABLE, model: "promptr-builtin" }, again)).body).toMatchObject({
        cached: false,
      });
      expect((await enhance({ text: REPAIRABLE, model: "promptr-builtin" }, again)).body).toMatchObject({
        cached: true,
      });
      expect(await again.post("/enrichment/apply", { enhancementId: body.id, changes: ["x"] })).toMatchObject({
        status: 404,
      });
      expect((await kept(later)).length).toBe(0);
    } finally {
      clock.now = present;
    }
  });

  test.each([
    ["another model", { text: TASK, model: "claude-haiku-5-5" }],
    ["a wish", { text: TASK, instructions: "Keep it formal." }],
    ["another length", { text: TASK, maxTokenGrowth: 3 }],
    ["another part", { task: TASK, style: "Warm." }],
    ["one letter more", { text: `${TASK}.` }],
  ])("is another question with %s", async (_what, body) => {
    await enhance({ text: TASK });
    expect((await enhance(body)).body).toMatchObject({ cached: false });
    expect(await used()).toBe(2);
  });

  test("is another question for every prompt and every owner, whatever the words", async () => {
    const other = await scene.world.user();
    const make = async (who: User) => (await who.post("/prompts", { title: "Product", task: TASK })).body.id as string;
    const [one, two, theirs] = [await make(user), await make(user), await make(other)];
    const { body } = await enhance({ promptId: one });
    for (const answer of [
      await enhance({ promptId: two }),
      await enhance({ promptId: theirs }, other),
      await enhance({ text: TASK }, other),
    ]) {
      expect(answer.body.cached).toBe(false);
      expect(answer.body.id).not.toBe(body.id);
    }
    expect((await enhance({ promptId: one })).body).toMatchObject({ cached: true, id: body.id });
  });

  test("of a model that failed, or whose replies did not hold, is asked again", async () => {
    scene.fake.fault({ kind: "status", status: 400 });
    expect((await enhance({ text: REPAIRABLE })).status).toBe(502);
    scene.fake.heal();
    scene.fake.reply({ text: "no", usage: USAGE });
    const fallback = await enhance({ text: REPAIRABLE });
    expect(fallback.body).toMatchObject({ provider: "builtin", status: "improved", cached: false });
    scene.fake.reply(repair(EDITS.slice(1)));
    expect((await enhance({ text: REPAIRABLE })).body).toMatchObject({ provider: "openai", cached: false });
    const applied = await user.post("/enrichment/apply", {
      enhancementId: fallback.body.id,
      changes: fallback.body.changes.map(({ id }: { id: string }) => id),
    });
    expect(applied.body.enhanced).toEqual(fallback.body.enhanced);
  });

  test("that nothing was spent on is not kept at all", async () => {
    expect((await enhance({ text: GOOD })).body).toMatchObject({ status: "already_good", id: null, cached: false });
    const free = await enhance({ text: TASK, model: "promptr-builtin" });
    expect(free.body).toMatchObject({ status: "needs_input", id: null, cached: false });
    expect(await kept()).toEqual([]);
    expect(await used()).toBe(0);
  });
});

describe("what was improved", () => {
  const sources: [string, object][] = [
    ["a model", { text: TASK }],
    ["a model that was told a wish", { text: GOOD, instructions: "Plain style." }],
    ["the built-in engine", { text: REPAIRABLE, model: "promptr-builtin" }],
  ];
  test.each(sources)("by %s is already good when it is asked about again, and that is free", async (_who, body) => {
    if ("instructions" in body)
      scene.fake.reply(
        repair([{ field: "style", before: "", after: "Plain.", ruleId: "instructions", reason: "So." }]),
      );
    const first = (await enhance(body)).body;
    expect(first.status).toBe("improved");
    const requests = asked();
    const { text: _text, ...options } = body as { text: string };
    const parts = Object.fromEntries(Object.entries(first.enhanced).filter(([, part]) => part !== null));
    const second = (await enhance({ ...options, ...parts })).body;
    expect(second).toMatchObject({ status: "already_good", changes: [], diff: "", enhanced: first.enhanced, id: null });
    expect(second.questions).toEqual(first.questions);
    expect(second.quality).toEqual({ before: first.quality.after, after: first.quality.after });
    expect(asked()).toBe(requests);
    expect(await used()).toBe(1);
  });

  test("is already good in the prompt it was applied to", async () => {
    const { id } = (await user.post("/prompts", { title: "Product", task: TASK })).body;
    const first = (await enhance({ promptId: id, save: true })).body;
    expect(first).toMatchObject({ status: "improved", draftVersion: 2 });
    expect((await enhance({ promptId: id, save: true })).body).toMatchObject({ status: "already_good", changes: [] });
    expect((await user.get(`/prompts/${id}`)).body).toMatchObject({ version: 2, ...first.enhanced });
    expect(await used()).toBe(1);
  });
});

describe("the same question from many at once", () => {
  test("is asked of the model once and paid once, also with the last of the month's quota", async () => {
    await scene.world.sql(
      "insert into promptr.quota_usage (user_id, kind, month, used) values ($1, 'enrichments', date_trunc('month', $2::timestamptz at time zone 'UTC'), 19)",
      [user.userId, scene.world.clock.now],
    );
    const requests = asked();
    const answers = await Promise.all(Array.from({ length: 30 }, () => enhance({ text: TASK })));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect(new Set(answers.map(({ body }) => body.id as string)).size).toBe(1);
    expect(answers.filter(({ body }) => body.cached === false)).toHaveLength(1);
    expect(asked() - requests).toBe(1);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 20, reserved: 0, settled: 1, refunded: 0 });
  });

  test("goes on for those who stay when the one who asked first leaves", async () => {
    const { goOn, entered } = hold();
    const left = new AbortController();
    const headers = { authorization: `Bearer ${user.accessToken}`, "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ text: TASK }), signal: left.signal };
    const first = fetch(`${scene.world.url}/api/v1/enrichment/enhance`, init).catch(() => "left");
    await entered;
    const second = user.post("/enrichment/enhance", { text: TASK }, { "idempotency-key": "second" });
    await until(async () => {
      const [row] = await scene.world.sql("select 1 from promptr.idempotency_keys where key = 'second'");
      return row; // it is past everything that comes before the work itself
    });
    left.abort();
    expect(await first).toBe("left");
    goOn();
    expect((await second).body).toMatchObject({ status: "improved" });
  });

  test("fails alike for all when the provider does, and costs nothing", async () => {
    scene.fake.fault({ kind: "status", status: 400 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => enhance({ text: TASK })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 0, reserved: 0, settled: 0 });
  });

  test("may be asked once by each of two processes: both answers can be applied, the first is the one that is kept", async () => {
    const other = (await scene.world.another()).as(user);
    const answers = await Promise.all([enhance({ text: TASK }), enhance({ text: TASK }, other)]);
    for (const { body } of answers) {
      const changes = [body.changes[0].id];
      expect((await user.post("/enrichment/apply", { enhancementId: body.id, changes })).status).toBe(200);
    }
    forget();
    const third = (await enhance({ text: TASK })).body;
    expect(third.cached).toBe(true);
    expect(answers.map(({ body }) => body.id)).toContain(third.id);
  });
});

describe("work that is shared", () => {
  const share = () => {
    const flights = new Flights<string>();
    const work = Promise.withResolvers<string>();
    const signals: AbortSignal[] = [];
    const join = (signal: AbortSignal) =>
      flights.join("key", signal, (shared) => {
        signals.push(shared);
        return work.promise;
      });
    return { join, work, signals };
  };

  test("is aborted only when the last one has left, who then sees it to its end", async () => {
    const { join, work, signals } = share();
    const [a, b] = [new AbortController(), new AbortController()];
    const [first, second] = [join(a.signal), join(b.signal)];
    a.abort();
    await expect(first).rejects.toMatchObject({ code: "overloaded" });
    expect(signals).toHaveLength(1);
    expect(signals[0]?.aborted).toBe(false);
    b.abort();
    expect(signals[0]?.aborted).toBe(true);
    work.resolve("settled");
    await expect(second).resolves.toEqual({ value: "settled", isOwn: false });
  });

  test("that was given up is not joined by whoever comes next", async () => {
    const { join, work, signals } = share();
    const left = new AbortController();
    const first = join(left.signal);
    left.abort();
    const second = join(new AbortController().signal);
    expect(signals).toHaveLength(2);
    work.resolve("done");
    await expect(first).resolves.toMatchObject({ value: "done" });
    await expect(second).resolves.toEqual({ value: "done", isOwn: true });
  });
});

test("a server without any key keeps and shares its results too", async () => {
  await using world = await createWorld();
  const someone = await world.user();
  const [first, second] = await Promise.all(
    [1, 2].map(() => someone.post("/enrichment/enhance", { text: REPAIRABLE })),
  );
  expect(new Set([first?.body.cached, second?.body.cached])).toEqual(new Set([false, true]));
  expect(await quotaOf(world, someone)).toMatchObject({ used: 1, settled: 1 });
});

test("while calls of models are switched off, the built-in engine answers and says why", async () => {
  await using world = await createScene({ env: { PROMPTR_FLAGS: '{"model_calls":false}' } });
  const someone = await world.world.user();
  const { status, body } = await someone.post("/enrichment/enhance", { text: REPAIRABLE, model: "claude-haiku-5-5" });
  expect(status).toBe(200);
  expect(body).toMatchObject({ provider: "builtin", requestedModel: "claude-haiku-5-5" });
  expect(body.notice).toContain("switched off");
  expect(world.fake.requests).toEqual([]);
});
