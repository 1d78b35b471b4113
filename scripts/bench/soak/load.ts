import { anyAct, anybody, type Act } from "./acts.ts";
import type { Cast } from "./people.ts";

/** One answer: when it came, how long after it was due, and whether its act may be answered so. */
export type Seen = {
  readonly at: number;
  readonly ms: number;
  readonly status: number;
  readonly act: string;
  readonly isExpected: boolean;
  /** Of what was not expected: how it begins. */
  readonly body: string;
};

const SHOWN = 300;
const TICK_MS = 5;
/** More than this on their way means that the server answers less than it is asked; then nothing is steady. */
const ON_THE_WAY_MAX = 2_000;

async function one(cast: Cast, act: Act): Promise<Seen> {
  const startedAt = performance.now();
  const { status, body } = await act.send(anybody(cast), cast);
  const isExpected = act.expects.includes(status);
  const at = performance.now();
  return { at, ms: at - startedAt, status, act: act.name, isExpected, body: isExpected ? "" : body.slice(0, SHOWN) };
}

/** Requests a second when each of so many callers asks again as soon as it is answered. */
export async function maximumOf(cast: Cast, callers: number, seconds: number): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let answered = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) if ((await one(cast, anyAct())).isExpected) answered += 1;
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (answered * 1_000) / (performance.now() - startedAt);
}

/** Sends so many a second, however long the answers take; `stop` waits for the last. `late` counts those it could not send. */
export function hold(cast: Cast, perSecond: number) {
  const seen: Seen[] = [];
  const pending = new Set<Promise<void>>();
  const startedAt = performance.now();
  let due = 0;
  let late = 0;
  const send = (): void => {
    if (pending.size >= ON_THE_WAY_MAX) return void (late += 1);
    const sent = one(cast, anyAct())
      .then((answer) => void seen.push(answer))
      .finally(() => pending.delete(sent));
    pending.add(sent);
  };
  const timer = setInterval(() => {
    for (const wanted = ((performance.now() - startedAt) * perSecond) / 1_000; due < wanted; due += 1) send();
  }, TICK_MS);
  return {
    /** In the order they came. */
    seen: seen as readonly Seen[],
    late: (): number => late,
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await Promise.all(pending);
    },
  };
}
