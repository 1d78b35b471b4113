import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../../src/errors.ts";
import type { FakeFault } from "../../fakes/providers.ts";
import { type User, until } from "../../world.ts";
import { callFor, createFire, disagreements, enhanceBy, type Fire, freshTask, jobScope, MODELS } from "./fire.ts";
import { openStream, quotaOf } from "./scene.ts";

let fire: Fire;
beforeAll(async () => {
  fire = await createFire();
});
afterAll(() => fire[Symbol.asyncDispose]());
beforeEach(() => fire.reset());

/** Of an answer: everything a provider can do to us ends within this, were the time of a call not cut for the test. */
const ANSWERED_MS = 5_000;
const REFUNDED = { used: 0, reserved: 0, settled: 0, refunded: 1 };
const COUNTED = { used: 1, reserved: 0, settled: 1, refunded: 0 };
const later = new Date(Date.now() + 3_600_000).toUTCString();

type Case = {
  readonly fault: FakeFault;
  readonly status: number;
  readonly code?: string;
  /** What becomes of the reservation. */
  readonly quota: typeof COUNTED;
  readonly retryAfter?: RegExp;
  /** Keeps the machine of the test busy, so that one is asked after the other. */
  readonly isHeavy?: true;
  /** What a plain run of a model answers, where it is not the same. */
  readonly run?: { readonly code: string | undefined; readonly quota: typeof COUNTED };
};
const failed = (code: string, fault: FakeFault, more: Partial<Case> = {}): Case => ({
  fault,
  status: code === "provider_timeout" ? 504 : 502,
  code,
  quota: REFUNDED,
  ...more,
});
/** The model has worked, and the built-in engine answers in its place; a run has nothing to show instead. */
const fellBack = (kind: FakeFault["kind"], run: Case["run"] = { code: "provider_failed", quota: REFUNDED }): Case => ({
  fault: { kind },
  status: 200,
  quota: COUNTED,
  run,
});

const cases: Case[] = [
  failed("provider_timeout", { kind: "hang" }),
  failed("provider_timeout", { kind: "slow_drip" }),
  { fault: { kind: "status", status: 429, retryAfterSeconds: 1, times: 6 }, status: 200, quota: COUNTED },
  failed("provider_failed", { kind: "status", status: 429, retryAfterSeconds: 40 }, { retryAfter: /^40$/ }),
  failed("provider_failed", { kind: "status", status: 429, retryAfter: later }, { retryAfter: /^3[56]\d\d$/ }),
  failed("provider_failed", { kind: "status", status: 500 }),
  failed("provider_failed", { kind: "reset" }),
  failed("provider_failed", { kind: "reset_mid_stream" }),
  failed("provider_failed", { kind: "redirect" }),
  failed("provider_failed", { kind: "refusal" }, { quota: COUNTED }),
  { ...fellBack("huge"), isHeavy: true },
  fellBack("garbage"),
  fellBack("empty"),
  fellBack("wrong_type"),
  fellBack("truncated", { code: undefined, quota: COUNTED }),
];

type Seen = { readonly user: User; readonly status: number; readonly code: string | undefined; readonly text: string };

async function asJson(model: string, retryAfter: RegExp | undefined): Promise<Seen> {
  const user = await fire.world.user();
  const { status, body, text, headers } = await enhanceBy(user, model);
  if (retryAfter) expect(headers.get("retry-after")).toMatch(retryAfter);
  return { user, status, code: body.code, text };
}

async function asStream(model: string): Promise<Seen> {
  const user = await fire.world.user();
  const response = await openStream(fire.world, user, { text: freshTask(), model });
  const text = await response.text();
  expect(text).toMatch(/^event: start\n/);
  const { code, status } = JSON.parse(/^event: (?:result|error)\ndata: (.*)$/m.exec(text)?.[1] ?? "{}");
  return { user, status: code === undefined ? response.status : status, code, text };
}

async function asCall(model: string): Promise<Pick<Seen, "user" | "code">> {
  const user = await fire.world.user();
  const outcome = await callFor(jobScope(fire.world), user, { model }).catch((error: unknown) => error);
  if (!(outcome instanceof Error)) return { user, code: undefined };
  return { user, code: outcome instanceof Failure ? outcome.code : outcome.message };
}

async function timed<T>(ask: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const seen = await ask();
  expect(performance.now() - startedAt).toBeLessThan(ANSWERED_MS);
  return seen;
}
const together = <T>(asks: (() => Promise<T>)[]): Promise<T[]> => Promise.all(asks.map(timed));
async function oneByOne<T>(asks: (() => Promise<T>)[]): Promise<T[]> {
  const seen: T[] = [];
  for (const ask of asks) seen.push(await timed(ask));
  return seen;
}

describe("when providers do this", () => {
  test.each(cases)(
    "$fault: an enhancement (as JSON and as a stream) and a plain call have the declared answer in time, and the ledger is exact",
    async ({ fault, status, code, quota, retryAfter, run, isHeavy }) => {
      fire.fake.fault(fault);
      const models = Object.values(MODELS);
      const enhancing = models.flatMap((model) => [() => asJson(model, retryAfter), () => asStream(model)]);
      const calling = models.map((model) => () => asCall(model));
      const inTime = isHeavy ? oneByOne : together;
      const answers = await inTime(enhancing);
      const calls = await inTime(calling);
      for (const answer of answers) {
        expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
        expect(await quotaOf(fire.world, answer.user)).toEqual(quota);
        expect(answer.text).not.toMatch(/sk-test|Incorrect API key|<html>/);
      }
      for (const call of calls) {
        expect(call.code).toBe(run ? run.code : code);
        expect(await quotaOf(fire.world, call.user)).toEqual(run?.quota ?? quota);
      }
      expect(await disagreements(fire.world)).toEqual([]);
      expect(fire.fake.strays).toBe(0);
    },
  );
});

describe("requests of a provider", () => {
  test("are two for an answer and no more, whatever fails at first and then", async () => {
    const orders: FakeFault["kind"][][] = [["garbage", "status"], ["status", "garbage"], ["status", "status"], ["truncated", "empty"]]; // prettier-ignore
    for (const kinds of orders) {
      fire.reset();
      for (const kind of kinds) fire.fake.fault({ kind, times: 1 });
      const before = fire.fake.requests.length;
      await enhanceBy(await fire.world.user(), MODELS.openai);
      expect({ kinds, requests: fire.fake.requests.length - before }).toEqual({ kinds, requests: 2 });
    }
  });
});

describe("while 20 calls hang", () => {
  const quantile = (sorted: number[], share: number) => sorted[Math.floor(sorted.length * share)]!;
  const timed = async (user: User, number: number): Promise<number[]> => {
    const times: number[] = [];
    for (let call = 0; call < number; call += 1) {
      const startedAt = performance.now();
      expect((await user.get("/prompts")).status).toBe(200);
      times.push(performance.now() - startedAt);
    }
    return times.toSorted((a, b) => a - b);
  };

  test("other routes answer as before, and one call more is told to come back", async () => {
    await using patient = await createFire({ timeoutMs: 20_000 });
    const reader = await patient.world.user();
    await timed(reader, 50);
    const before = await timed(reader, 200);
    patient.fake.fault({ kind: "hang" });
    const [sent, left] = [patient.fake.requests.length, new AbortController()];
    const users = await Promise.all(Array.from({ length: 20 }, () => patient.world.user()));
    const held = users.map((user) =>
      callFor(jobScope(patient.world, { signal: left.signal }), user).catch(() => undefined),
    );
    await patient.fake.until(() => patient.fake.requests.length === sent + 20);
    const more = await enhanceBy(await patient.world.user(), MODELS.openai);
    expect(more).toMatchObject({ status: 503, body: { code: "overloaded" } });
    expect(more.headers.get("retry-after")).toBe("2");
    const during = await timed(reader, 200);
    left.abort();
    await Promise.all(held);
    expect(quantile(during, 0.5)).toBeLessThan(2 * quantile(before, 0.5) + 5);
    expect(quantile(during, 0.99)).toBeLessThan(2 * quantile(before, 0.99) + 50);
    await until(async () => patient.fake.aborted >= 20);
    for (const user of users) expect(await quotaOf(patient.world, user)).toEqual(COUNTED);
  });
});
