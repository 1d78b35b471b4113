import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Failure } from "../../src/errors.ts";
import { boundary } from "../../src/http/boundary.ts";
import { answerStream, type Streamed } from "../../src/http/stream.ts";
import type { Progress } from "../../src/scope.ts";

const PING_MS = 30;
const PING = ": ping\n\n";

/** Only the pings' own clock stands still: sockets keep theirs. */
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());
const passPing = () => vi.advanceTimersByTime(PING_MS);

/** A server whose every answer is this work, streamed; `bugs` is what it logged as unexpected. */
async function serveStream(work: (progress: Progress) => Promise<Streamed>) {
  const bugs: unknown[] = [];
  const bug = (error: unknown) => void bugs.push(error);
  const koa = new Koa();
  koa.silent = true; // as in the product
  koa.use(
    boundary({
      log: { request: () => undefined, bug },
      usage: { add: () => undefined },
      now: () => new Date(),
      headers: [],
    }),
  );
  koa.use((ctx) => answerStream(ctx, work, bug, PING_MS));
  const answer = koa.callback();
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream`;
  return { bugs, server, ask: (init: RequestInit = {}) => fetch(url, init) };
}

/** Reads on until the text so far holds what is awaited. */
function reading(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return async (awaited: string): Promise<string> => {
    while (!text.includes(awaited)) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`The stream ended before ${awaited}: ${text}`);
      text += value;
    }
    return text;
  };
}

const never = Promise.withResolvers<never>().promise;

test("events come as they happen, pings come while nothing else does, and both end with the result", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { ask } = await serveStream(async (progress) => {
    progress("start", { model: "m" });
    await promise;
    progress("delta", { text: "a" });
    return { result: { done: true }, headers: {} };
  });
  const response = await ask();
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
  expect(response.headers.get("x-accel-buffering")).toBe("no");
  const read = reading(response);
  await read("event: start");
  passPing();
  await read(PING);
  passPing();
  await read(PING + PING);
  resolve();
  expect(await read('{"done":true}\n\n')).toBe(
    `event: start\ndata: {"model":"m"}\n\n${PING}${PING}event: delta\ndata: {"text":"a"}\n\nevent: result\ndata: {"done":true}\n\n`,
  );
  expect(vi.getTimerCount()).toBe(0);
});

test("a failure before the first event is a plain problem with its own status", async () => {
  const { ask, bugs } = await serveStream(() =>
    Promise.reject(new Failure("quota_exhausted", { retryAfterSeconds: 9 })),
  );
  const response = await ask();
  expect([response.status, response.headers.get("content-type")]).toEqual([429, "application/problem+json"]);
  expect(response.headers.get("retry-after")).toBe("9");
  expect(await response.json()).toMatchObject({ code: "quota_exhausted", status: 429 });
  expect(bugs).toEqual([]);
});

test("a bug before the first event is 500 and logged once", async () => {
  const bug = new Error("the vault is on fire");
  const { ask, bugs } = await serveStream(() => Promise.reject(bug));
  const response = await ask();
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("vault");
  expect(bugs).toEqual([bug]);
});

test.each([
  ["failure", new Failure("provider_failed"), "provider_failed", 0],
  ["bug", new Error("the vault is on fire"), "internal", 1],
])("a %s after the first event is an error event that ends the stream", async (_kind, error, code, logged) => {
  const { ask, bugs } = await serveStream(async (progress) => {
    progress("start", {});
    throw error;
  });
  const response = await ask();
  expect(response.status).toBe(200);
  const text = await response.text();
  const [, data = ""] = /^event: start\ndata: \{\}\n\nevent: error\ndata: (.*)\n\n$/.exec(text) ?? [];
  expect(JSON.parse(data)).toMatchObject({
    code,
    instance: "/stream",
    requestId: response.headers.get("x-request-id"),
  });
  expect(text).not.toContain("vault");
  expect(bugs).toHaveLength(logged);
  expect(vi.getTimerCount()).toBe(0);
});

test("an answer without progress is a single result event, and its headers are set", async () => {
  const { ask } = await serveStream(async () => ({ result: { a: 1 }, headers: { "Idempotent-Replayed": "true" } }));
  const response = await ask();
  expect(response.headers.get("idempotent-replayed")).toBe("true");
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(await response.text()).toBe('event: result\ndata: {"a":1}\n\n');
  expect(vi.getTimerCount()).toBe(0);
});

test("a caller that leaves ends the pings, harms nothing, and the next one is served", async () => {
  const late = Promise.withResolvers<void>();
  let turn = 0;
  const { ask, bugs, server } = await serveStream(async (progress) => {
    turn += 1;
    if (turn > 1) return { result: { turn }, headers: {} };
    progress("start", {});
    await late.promise;
    progress("delta", { text: "nobody reads this" });
    throw new Error("nor this");
  });
  const leaving = new AbortController();
  const left = new Promise((resolve) =>
    server.once("request", (_request, response) => response.once("close", resolve)),
  );
  const read = reading(await ask({ signal: leaving.signal }));
  await read("event: start");
  expect(vi.getTimerCount()).toBe(1);
  leaving.abort();
  await left;
  expect(vi.getTimerCount()).toBe(0);
  late.resolve();
  expect(await (await ask()).text()).toBe('event: result\ndata: {"turn":2}\n\n');
  expect(bugs).toEqual([new Error("nor this")]);
});

test("a caller that leaves before the first event starts no pings", async () => {
  const begun = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  let turn = 0;
  const { ask, server } = await serveStream(async (progress) => {
    turn += 1;
    if (turn > 1) return { result: {}, headers: {} };
    begun.resolve();
    await gone.promise;
    progress("start", {});
    return never;
  });
  const leaving = new AbortController();
  const left = new Promise((resolve) =>
    server.once("request", (_request, response) => response.once("close", resolve)),
  );
  const asked = ask({ signal: leaving.signal }).catch((error: Error) => error.name);
  await begun.promise;
  leaving.abort();
  expect(await asked).toBe("AbortError");
  await left;
  gone.resolve();
  await (await ask()).text();
  expect(vi.getTimerCount()).toBe(0);
});
