import fc from "fast-check";
import { expect } from "vitest";
import { type Completion, ProviderFault, type ProviderName } from "../../src/contract/ai.ts";
import { monthOf, nextMonth } from "../../src/contract/tier.ts";
import type { Answered, Caller } from "../caller.ts";
import { freshNumber } from "../features/enrichment/fire.ts";
import { repair, REPAIRABLE, type StagedReply, TASK } from "../features/enrichment/scene.ts";
import { until, type World } from "../world.ts";
import { command } from "./model.ts";

export const LIMIT = 6;
/** Providers' failures a day may have: twice the month's quota. */
const FAILURES_MAX = 2 * LIMIT;
/** At the same time and of one account. */
const CALLS_MAX = 2;

export type Real = {
  readonly world: World;
  readonly userId: string;
  /** Callers at two processes, with a token that is good now. */
  readonly places: () => readonly [Caller, Caller];
  readonly stage: Held;
};
type Held = { readonly waiting: Map<string, (how: "good" | "fail") => void> };
type Call = { readonly month: string; readonly id: string; readonly answer: Promise<Answered | null>; leave(): void };
export type Model = { used: Map<string, number>; failed: number; hasTurned: boolean; held: Call | null };

const monthNow = ({ world }: Real): string => monthOf(world.clock.now);
const usedIn = ({ used }: Readonly<Model>, month: string): number => used.get(month) ?? 0;
const add = ({ used }: Model, month: string, by: number): void => void used.set(month, (used.get(month) ?? 0) + by);

/** A text nobody asked about before; its kind is what the provider does with it. */
const textOf = (kind: "good" | "fail" | "held") => TASK.replace("product}}", `${kind}_${freshNumber()}}}`);

/** What stands in for every provider. */
export function act(stage: Held): (completion: Completion, name: ProviderName) => Promise<StagedReply> {
  return async ({ input, signal }, name) => {
    const [, kind, number] = /\b(good|fail|held)_(\d+)\b/.exec(input) ?? [];
    const fault = (): ProviderFault => new ProviderFault(name, "unavailable");
    if (kind === "fail") throw fault();
    if (kind !== "held") return repair();
    const { promise, resolve, reject } = Promise.withResolvers<"good" | "fail">();
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    stage.waiting.set(String(number), resolve);
    if ((await promise) === "fail") throw fault();
    return repair();
  };
}

const byModel = (who: Caller, kind: "good" | "fail"): Promise<Answered> =>
  who.post("/enrichment/enhance", { text: textOf(kind) });
const byBuiltIn = (who: Caller): Promise<Answered> => {
  const text = REPAIRABLE.replace("topic", `topic_${freshNumber()}`);
  return who.post("/enrichment/enhance", { text, model: "promptr-builtin" });
};

type Asking = { builtIn: number; good: number; fail: number };
/** Callers of every kind at once, at both processes. */
const ask = command<Model, Real, Asking>(
  "ask",
  fc.record({ builtIn: fc.nat({ max: 5 }), good: fc.nat({ max: 2 }), fail: fc.nat({ max: 2 }) }),
  async (model, real, { builtIn, good, fail }) => {
    const month = monthNow(real);
    const room = LIMIT - usedIn(model, month);
    const places = real.places();
    let turn = 0;
    const next = (): Caller => places[(turn += 1) % 2]!;
    const answers = await Promise.all([
      ...Array.from({ length: good }, () => byModel(next(), "good")),
      ...Array.from({ length: fail }, () => byModel(next(), "fail")),
      ...Array.from({ length: builtIn }, () => byBuiltIn(next())),
    ]);
    const count = (status: number): number => answers.filter((answer) => answer.status === status).length;
    const [done, refused, failed, crowded] = [count(200), count(429), count(502), count(503)];
    expect(done + refused + failed + crowded).toBe(answers.length);
    expect(done).toBeLessThanOrEqual(room);
    expect(failed).toBeLessThanOrEqual(fail);
    // Where none gives back what it took, nobody is refused while there is room.
    const isExact = fail === 0 && good + (model.held ? 1 : 0) <= CALLS_MAX;
    if (isExact) expect([done, crowded]).toEqual([Math.min(room, answers.length), 0]);
    else if (room > 0 && done === 0) expect(good + builtIn === 0 || failed + crowded > 0).toBe(true);
    add(model, month, done);
    model.failed += failed;
  },
  ({ failed }, { builtIn, good, fail }) => builtIn + good + fail > 0 && failed + fail < FAILURES_MAX,
);

/** A call the provider has begun and not ended. */
const begin = command<Model, Real, 0 | 1>(
  "begin a call at",
  fc.constantFrom<0 | 1>(0, 1),
  async (model, real, at) => {
    const month = monthNow(real);
    const text = textOf("held");
    const id = /held_(\d+)/.exec(text)![1]!;
    const leaving = new AbortController();
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
      signal: leaving.signal,
    };
    const who = real.places()[at];
    let early: Answered | undefined;
    const answer = who.raw("/api/v1/enrichment/enhance", init).then(
      (answered) => (early = answered),
      () => null,
    );
    await until(async () => early !== undefined || real.stage.waiting.has(id), 10_000);
    if (usedIn(model, month) >= LIMIT) return expect(early?.status).toBe(429);
    expect(early).toBeUndefined();
    add(model, month, 1);
    model.held = { month, id, answer, leave: () => leaving.abort() };
  },
  ({ held, failed }) => held === null && failed + 1 < FAILURES_MAX,
);

type Ending = "good" | "fail" | "cut";
export async function end(model: Model, real: Real, how: Ending): Promise<void> {
  const { held } = model;
  if (!held) return;
  if (how === "cut") held.leave();
  else real.stage.waiting.get(held.id)?.(how);
  const answer = await held.answer;
  expect(answer?.status).toBe({ good: 200, fail: 502, cut: undefined }[how]);
  const open = "select from promptr.enhancements where user_id = $1 and state = 'reserved'";
  await until(async () => (await real.world.sql(open, [real.userId])).length === 0, 10_000);
  if (how === "fail") {
    add(model, held.month, -1); // given back to the month it was taken from
    model.failed += 1;
  }
  model.held = null;
}
const endHeld = command<Model, Real, Ending>(
  "end it:",
  fc.constantFrom<Ending>("good", "fail", "cut"),
  end,
  ({ held }) => held !== null,
);

/** Once a history, because a session is not good for another month. */
const turnMonth = command<Model, Real, "turn">(
  "the month:",
  fc.constant("turn" as const),
  async (model, { world }) => {
    world.clock.now = nextMonth(world.clock.now);
    model.hasTurned = true;
  },
  ({ hasTurned }) => !hasTurned,
);

export const commands = [ask, ask, ask, ask, begin, begin, endHeld, endHeld, turnMonth];

/** Counter, ledger and what callers were told say the same, and no month is sold more than it has. */
export async function expectLedger({ used }: Model, { world, userId }: Real): Promise<void> {
  const rows = await world.sql(
    `select coalesce(c.month, l.month)::text as month, coalesce(c.used, 0) as used, coalesce(l.entered, 0) as entered
     from (select month, used from promptr.quota_usage where user_id = $1 and kind = 'enrichments') c
     full join (select month, count(*)::int as entered from promptr.enhancements
       where user_id = $1 and state <> 'refunded' group by month) l on l.month = c.month`,
    [userId],
  );
  const told = (row: Record<string, unknown>) => [row["month"], row["used"], row["entered"]];
  const expected = [...used].map(([month, number]) => [month, number, number]);
  const isSome = ([, number]: unknown[]): boolean => number !== 0;
  const sorted = (list: unknown[][]) =>
    list.filter(isSome).toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
  expect(sorted(rows.map(told))).toEqual(sorted(expected));
  for (const number of used.values()) expect(number).toBeLessThanOrEqual(LIMIT);
}
