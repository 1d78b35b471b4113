import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createClient, ifMatch, ifNoneMatch, PromptrError, PromptrUnreachable } from "../../src/client/index.ts";
import { backoffMs } from "../../src/client/retry.ts";
import { FrameReader } from "../../src/client/sse.ts";
import { createWorld, type User, type World } from "../world.ts";
import { type Front, startFront } from "./front.ts";

let world: World;
let front: Front;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  front = await startFront(world.url);
});
beforeEach(async () => {
  ada = await world.user();
  front.seen.length = 0;
});
afterAll(async () => {
  await front[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const clientOf = (options: { timeoutMs?: number; retries?: number; waitMsMax?: number } = {}) =>
  createClient({ url: front.url, accessToken: ada.accessToken, ...options });
const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test("a POST whose answer was lost is sent again with its key, and makes one prompt", async () => {
  front.cutNext();
  const { status, data } = await clientOf().prompts.createPrompt({ body: { title: "Once", task: "t" } });
  expect([status, data.title]).toEqual([201, "Once"]);
  const keys = front.seen.map(({ headers }) => headers["idempotency-key"]);
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
  expect((await ada.get("/prompts")).body.data).toHaveLength(1);
});

test("what would act twice is not sent again: a PUT whose answer was lost is an error, and a GET is not", async () => {
  const { data } = await clientOf().prompts.createPrompt({ body: { title: "Once", task: "t" } });
  front.seen.length = 0;
  front.cutNext();
  const path = { id: data.id };
  expect(await failure(clientOf().prompts.updatePrompt({ path, body: { title: "New" } }))).toBeInstanceOf(
    PromptrUnreachable,
  );
  expect(front.seen).toHaveLength(1);
  front.cutNext();
  expect((await clientOf().prompts.readPrompt({ path })).data.title).toBe("New");
});

test("429 with Retry-After is waited for, whatever was asked, and then it succeeds", async () => {
  const { data } = await clientOf().prompts.createPrompt({ body: { title: "Waiting", task: "t" } });
  front.refuseNext(429, "rate_limited", { "retry-after": "1" });
  const began = performance.now();
  const changed = await clientOf().prompts.updatePrompt({ path: { id: data.id }, body: { title: "Waited" } });
  expect(changed.data.title).toBe("Waited");
  expect(performance.now() - began).toBeGreaterThanOrEqual(990);
});

test("a server that asks for more patience than there is is heard at once", async () => {
  front.refuseNext(429, "rate_limited", { "retry-after": "3600" });
  const error = await failure(clientOf().prompts.listPrompts());
  expect(error).toBeInstanceOf(PromptrError);
  expect(error).toMatchObject({ status: 429, retryAfterMs: 3_600_000, problem: { code: "rate_limited" } });
  expect(front.seen).toHaveLength(1);
});

test("an outage is tried again a few times, and no more", async () => {
  for (let n = 0; n < 3; n += 1) front.refuseNext(503, "unavailable");
  expect(await failure(clientOf({ retries: 2 }).prompts.listPrompts())).toMatchObject({ status: 503 });
  expect(front.seen).toHaveLength(3);
  expect([0, 1, 10].map((attempt) => backoffMs(attempt, 1))).toEqual([250, 500, 8_000]);
});

test("a signal ends a call that waits for an answer, and one that waits for another try", async () => {
  for (const prepare of [() => front.holdNext(), () => front.refuseNext(503, "unavailable", { "retry-after": "30" })]) {
    prepare();
    const controller = new AbortController();
    const call = failure(clientOf().prompts.listPrompts({}, { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error("I changed my mind")), 50);
    expect(await call).toMatchObject({ message: "I changed my mind" });
  }
  const gone = AbortSignal.abort(new Error("before it began"));
  expect(await failure(clientOf().prompts.listPrompts({}, { signal: gone }))).toMatchObject({
    message: "before it began",
  });
});

test("an answer that does not come in time is an outage, which says so", async () => {
  front.holdNext();
  const error = await failure(clientOf({ timeoutMs: 100, retries: 0 }).prompts.listPrompts());
  expect(error).toBeInstanceOf(PromptrUnreachable);
  expect(String(error)).toContain("did not answer in time");
});

test("a refusal is a problem that is told apart by its code, with the request's name", async () => {
  const error = await failure(clientOf().prompts.createPrompt({ body: { title: "", task: "t" } }));
  if (!(error instanceof PromptrError) || error.problem?.code !== "invalid_input") throw error;
  const { status, errors } = error.problem;
  expect(status satisfies 400).toBe(400);
  expect(errors[0]?.path).toBe("body.title");
  expect(error.requestId).toMatch(/^req_/);
});

test("ETags write only over what was seen, and read only what has changed", async () => {
  const client = clientOf();
  const { data } = await client.prompts.createPrompt({ body: { title: "Tagged", task: "t" } });
  const path = { id: data.id };
  const seen = await client.prompts.readPrompt({ path });
  const again = await client.prompts.readPrompt({ path, headers: ifNoneMatch(seen) });
  expect([again.status, again.data]).toEqual([304, undefined]);
  await client.prompts.updatePrompt({ path, headers: ifMatch(seen), body: { title: "Mine" } });
  const late = await failure(client.prompts.updatePrompt({ path, headers: ifMatch(seen), body: { title: "Late" } }));
  expect(late).toMatchObject({ status: 412, problem: { code: "version_moved" } });
});

test("every row of a list comes, page after page, and no page is asked for that nobody reads", async () => {
  const client = clientOf();
  for (let n = 0; n < 5; n += 1) await ada.post("/prompts", { title: `Prompt ${n}`, task: "t" });
  const titles: string[] = [];
  for await (const { title } of client.prompts.listPromptsAll({ query: { limit: 2, sort: "title" } }))
    titles.push(title);
  expect(titles).toEqual([0, 1, 2, 3, 4].map((n) => `Prompt ${n}`));
  front.seen.length = 0;
  const rows = client.prompts.listPromptsAll({ query: { limit: 2 } });
  await rows[Symbol.asyncIterator]().next();
  expect(front.seen).toHaveLength(1);
});

test("an enhancement is heard as it happens: start, each edit, the result; a refusal is thrown", async () => {
  const client = clientOf();
  const events = [];
  const text = "DO IT NOW!!! Summarise {{ticket}} etc.";
  for await (const event of client.enrichment.enhancePromptStream({ body: { text } })) events.push(event);
  expect(events[0]).toMatchObject({ event: "start", data: { provider: "builtin" } });
  const last = events.at(-1);
  if (last?.event !== "result") throw new Error("No result");
  expect(last.data.enhancedPrompt).toContain("{{ticket}}");
  const refused = client.enrichment.enhancePromptStream({ body: { promptId: crypto.randomUUID() } });
  expect(await failure(refused[Symbol.asyncIterator]().next())).toMatchObject({ problem: { code: "not_found" } });
});

test("the key is in no error and no address, and goes nowhere but to the server that was named", async () => {
  const key = "xmlp_secret\nsecond line";
  const client = createClient({ url: front.url, apiKey: () => key });
  const error = await failure(client.prompts.listPrompts());
  expect(inspect(error)).not.toContain("xmlp_secret");
  expect(() => createClient({ url: "https://ada:secret@example.com" })).toThrow(/^The url must not hold/);
  expect(() => createClient({ url: front.url, apiKey: "a", accessToken: "b" })).toThrow(/not both/);
  expect(await failure(createClient({ url: front.url }).prompts.readPrompt({ path: { id: ".." } }))).toBeInstanceOf(
    TypeError,
  );
  expect(front.seen).toEqual([]);
});

test("server-sent events are read whatever pieces and line ends they come in", () => {
  const text = ": ping\r\n\r\nretry: 5\nid: 7\n\nevent: label.moved\rdata: {\rdata: }\r\rdata\n\n";
  for (let size = 1; size < 9; size += 1) {
    const reader = new FrameReader();
    const frames = (text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? []).flatMap((piece) => reader.push(piece));
    expect(frames).toEqual([
      { event: "message", data: undefined, id: "7", retryMs: 5 },
      { event: "label.moved", data: "{\n}", id: undefined, retryMs: undefined },
      { event: "message", data: "", id: undefined, retryMs: undefined },
    ]);
  }
});
