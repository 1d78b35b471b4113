import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAiProvider } from "../../../src/adapters/providers/openai.ts";
import type { Completion } from "../../../src/contract/ai.ts";
import type { Meter } from "../../../src/features/enrichment/enhance/ledger.ts";
import { askProvider } from "../../../src/features/enrichment/enhance/upstream.ts";
import { costBound, ledgerCost, NO_USAGE } from "../../../src/features/enrichment/enhance/usage.ts";
import { BUNDLED } from "../../../src/features/models/bundled.ts";

const TIMEOUT_MS = 1_000;
const model = { ...BUNDLED.find(({ id }) => id === "gpt-6-luna")!, prices: { input: 10, output: 50 } };
const SCHEMA = { name: "answer", json: { type: "object" } };
/** 125 tokens by our estimate. */
const WORDS = "word ".repeat(100);
const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const END = `data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n`;
const USAGE = `data: {"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":9,"total_tokens":13}}\n\n`;

type Answer = (response: ServerResponse) => void;
let answers: Answer[] = [];
const server = createServer((request, response) => {
  request.resume();
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  answer?.(response);
});
beforeAll(async () => void (await once(server.listen(0, "127.0.0.1"), "listening")));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const streaming: Answer = (response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let sent = 0; sent < 40; sent += 1) response.write(chunk(WORDS));
};
const whole =
  (more = ""): Answer =>
  (response) => {
    streaming(response);
    response.end(`${END}${more}data: [DONE]\n\n`);
  };
const broken: Answer = (response) => {
  streaming(response);
  setTimeout(() => response.destroy(), 100);
};
const silent: Answer = () => undefined;
const refusing: Answer = (response) => void response.writeHead(503).end();

async function bill(given: Answer[], more: Partial<Completion> = {}) {
  answers = given;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const provider = openAiProvider({ apiKey: "k", baseUrl: url, timeoutMs: TIMEOUT_MS });
  const meter: Meter = { usage: NO_USAGE, isOwed: false };
  const question = { model: "m", instructions: "", input: "Write a book.", maxOutputTokens: 32_000 };
  const completion = { ...question, signal: new AbortController().signal, ...more };
  const outcome = await askProvider({ model, provider }, completion, meter).then(
    () => "answered",
    () => "failed",
  );
  const bound = costBound(model, { bytes: 13, maxOutputTokens: completion.maxOutputTokens, requests: 2 });
  expect(ledgerCost(meter.usage)).toBeLessThanOrEqual(bound);
  return { outcome, ...meter.usage };
}
const leaving = (afterMs: number) => AbortSignal.timeout(afterMs);
const shown = () => undefined;
/** 40 pieces of 125 tokens. */
const HEARD = 5_000;

type Cut = { readonly what: string; readonly answer: Answer; readonly leftAfterMs?: number; readonly isStream?: true };
const cuts: Cut[] = [
  { what: "a timeout", answer: streaming },
  { what: "a timeout of a stream", answer: streaming, isStream: true },
  { what: "a caller who leaves", answer: streaming, leftAfterMs: 500 },
  { what: "a caller who leaves a stream", answer: streaming, leftAfterMs: 500, isStream: true },
  { what: "a connection that breaks, twice", answer: broken },
];
test.each(cuts)("$what is entered with all that was heard", async ({ answer, leftAfterMs, isStream }) => {
  const { outcome, outputTokens, costUsd } = await bill([answer], {
    ...(leftAfterMs !== undefined && { signal: leaving(leftAfterMs) }),
    ...(isStream && { onDelta: shown }),
  });
  expect(outcome).toBe("failed");
  expect(outputTokens).toBeGreaterThanOrEqual(HEARD);
  expect(costUsd).toBeGreaterThanOrEqual((HEARD * 50) / 1e6);
});

test("the half that was heard before a second try counts as well", async () => {
  const { outcome, outputTokens } = await bill([broken, whole(USAGE)]);
  expect(outcome).toBe("answered");
  expect(outputTokens).toBeGreaterThanOrEqual(HEARD + 9);
  expect(outputTokens).toBeLessThan(HEARD + 9 + 200);
});

test("an answer without figures is entered by its length, one with figures by these", async () => {
  expect(await bill([whole()])).toMatchObject({ outcome: "answered", inputTokens: 4, outputTokens: HEARD });
  expect(await bill([whole(USAGE)])).toMatchObject({ inputTokens: 4, outputTokens: 9 });
  expect(await bill([refusing, whole(USAGE)])).toMatchObject({ inputTokens: 4, outputTokens: 9 });
});

test("of a call in which nothing is heard, as much is entered as may have been written in its time", async () => {
  for (const more of [{ schema: SCHEMA }, {}, { onDelta: shown }]) {
    const { outputTokens } = await bill([silent], more);
    expect(outputTokens).toBeGreaterThanOrEqual((TIMEOUT_MS / 1_000) * 200 - 5);
    expect(outputTokens).toBeLessThan((TIMEOUT_MS / 1_000) * 200 * 3);
  }
  expect(await bill([silent], { schema: SCHEMA, signal: leaving(300), maxOutputTokens: 20 })).toMatchObject({
    outputTokens: 20,
  });
});

test("a figure that cannot be true is none", async () => {
  const lie = USAGE.replace("9", "64001").replace("13", "64005");
  expect(await bill([whole(lie)])).toMatchObject({ outputTokens: HEARD });
  const most = USAGE.replace(":4,", ":999999,").replace("13", "1000008");
  expect(await bill([whole(most)])).toMatchObject({ inputTokens: 4, outputTokens: 9 });
});

test("a request the provider turned away costs nothing, and is told from one that was never sent", async () => {
  expect(await bill([refusing])).toEqual({ outcome: "failed", inputTokens: 4, outputTokens: 0, costUsd: 0 });
  expect(await bill([silent], { signal: AbortSignal.abort() })).toMatchObject({ inputTokens: 0, costUsd: 0 });
});
