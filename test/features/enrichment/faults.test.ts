import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../../src/errors.ts";
import type { FakeFault } from "../../fakes/providers.ts";
import { type User, until } from "../../world.ts";
import { callFor, createFire, disagreements, enhanceBy, type Fire, freshTask, jobScope, MODELS } from "./fire.ts";
import { openStream, quotaOf } from "./scene.ts";

let fire: Fire;
beforeAll(async () => {
  fire = await createFire();
  // The first call of each loads its SDK, which takes long on a busy machine.
  const early = await fire.world.user();
  for (const model of Object.values(MODELS))
    await until(async () => (await enhanceBy(early, model)).status === 200, 60_000);
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
const STATUS: Record<string, number> = { provider_timeout: 504, provider_declined: 422 };
const failed = (code: string, fault: FakeFault, more: Partial<Case> = {}): Case => ({
  fault,
  status: STATUS[code] ?? 502,
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
  failed("provider_declined", { kind: "refusal" }, { quota: COUNTED }),
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

const shown = { faults: 0, answers: 0, slowestMs: 0 };
async function timed<T>(ask: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const seen = await ask();
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeLessThan(ANSWERED_MS);
  shown.answers += 1;
  shown.slowestMs = Math.max(shown.slowestMs, tookMs);
  return seen;
}
const together = <T>(asks: (() => Promise<T>)[]): Promise<T[]> => Promise.all(asks.map(timed));
async function oneByOne<T>(asks: (() => Promise<T>)[]): Promise<T[]> {
  const seen: T[] = [];
  for (const ask of asks) seen.push(await timed(ask));
  return seen;
}

describe("when providers do this", () => {
  afterAll(() => {
    const { faults, answers, slowestMs } = shown;
    console.log(
      `figure: ${faults} faults of ${Object.keys(MODELS).length} providers: ${answers} answers as declared, the slowest after ${Math.round(slowestMs)} ms; ledgers exact`,
    );
  });
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
      shown.faults += 1;
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

/** Twenty calls, of as many users, that wait for a provider until they are let go. */
async function hang({ fake, world }: Fire, users: readonly User[]) {
  fake.fault({ kind: "hang" });
  const [sent, aborted, left] = [fake.requests.length, fake.aborted, new AbortController()];
  const scope = jobScope(world, { signal: left.signal });
  // A machine that is busy with other things may refuse one at the first try.
  const hold = async (user: User): Promise<void> => {
    while (!left.signal.aborted) await callFor(scope, user).catch(() => undefined);
  };
  const held = users.map(hold);
  await until(async () => fake.requests.length === sent + users.length, 15_000);
  return async (): Promise<void> => {
    left.abort();
    await Promise.all(held);
    await until(async () => fake.aborted >= aborted + users.length);
    fake.heal();
  };
}

describe("while 20 calls hang", () => {
  let patient: Fire;
  let users: User[];
  beforeAll(async () => {
    patient = await createFire({ timeoutMs: 20_000 });
    users = await Promise.all(Array.from({ length: 20 }, () => patient.world.user({ tier: "pro" })));
  });
  afterAll(() => patient[Symbol.asyncDispose]());

  test("none holds a transaction, one call more is told to come back, and each counts", async () => {
    const { world } = patient;
    const before = await Promise.all(users.map((user) => quotaOf(world, user)));
    const letGo = await hang(patient, users);
    const more = await enhanceBy(await world.user(), MODELS.openai);
    expect(more).toMatchObject({ status: 503, body: { code: "overloaded" } });
    expect(more.headers.get("retry-after")).toBe("2");
    await until(async () => {
      const open = `select from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`;
      return (await world.sql(open)).length === 0;
    });
    await letGo();
    for (const [n, user] of users.entries()) {
      const { used, settled } = before[n]!;
      expect(await quotaOf(world, user)).toMatchObject({ used: used + 1, reserved: 0, settled: settled + 1 });
    }
  });

  const READS = 40;
  const ROUNDS_MIN = 4;
  const ROUNDS_MAX = 12;
  /** How long each of some reads took, and what each cost this machine on average, in ms. */
  type Phase = { readonly took: number[]; readonly cpu: number };
  const read = async (reader: User): Promise<Phase> => {
    const took: number[] = [];
    const cpu = process.cpuUsage();
    for (let call = 0; call < READS; call += 1) {
      const startedAt = performance.now();
      expect((await reader.get("/prompts")).status).toBe(200);
      took.push(performance.now() - startedAt);
    }
    const { user, system } = process.cpuUsage(cpu);
    return { took, cpu: (user + system) / 1_000 / READS };
  };
  const quantile = (values: readonly number[], share: number): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!;
  const middle = (of: (phase: Phase) => number) => (phases: readonly Phase[]) => quantile(phases.map(of), 0.5);
  /** Of the phases' own figures, so that a moment in which others took the machine weighs as much as any other. */
  const figures = {
    median: middle(({ took }) => quantile(took, 0.5)),
    tail: middle(({ took }) => quantile(took, 0.97)),
    cpu: middle(({ cpu }) => cpu),
  };

  // Others use this machine too. How far the reads before and after the calls differ from each other, which should be alike,
  // says how much of a difference is chance; a fifth on top of that is what the calls may cost.
  test(
    "the median, the slowest and the processor's time of other routes stay within a fifth",
    { timeout: 60_000 },
    async () => {
      const reader = await patient.world.user();
      for (let warm = 0; warm < 5; warm += 1) await read(reader);
      const [before, held, after]: Phase[][] = [[], [], []];
      const beyond = () =>
        Object.entries(figures).flatMap(([name, of]) => {
          const [first, second] = [of(before!), of(after!)];
          const chance = Math.max(first / second, second / first);
          const slower = of(held!) / of([...before!, ...after!]);
          return slower > 1.2 * chance ? [{ name, slower, chance }] : [];
        });
      for (let round = 1; round <= ROUNDS_MAX; round += 1) {
        before!.push(await read(reader));
        const letGo = await hang(patient, users);
        held!.push(await read(reader));
        await letGo();
        after!.push(await read(reader));
        if (round >= ROUNDS_MIN && beyond().length === 0) break;
      }
      expect(beyond()).toEqual([]);
    },
  );
});
