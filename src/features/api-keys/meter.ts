import { type Limits, monthOf, nextMonth, type Tier } from "../../contract/tier.ts";
import type { Db } from "../../db/database.ts";
import { violated } from "../../db/faults.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import type { Actor, Jobs } from "../../scope.ts";
import { tellQuotaReached } from "../notifications/index.ts";
import { type Spent, spendCalls } from "./door-queries.ts";
import { storableAddress } from "./networks.ts";

/** When a key was last used is noted at most this often. */
const NOTED_EVERY_MS = 60_000;
/** Calls spent by one statement; more of one user wait for the next. */
const BATCH_MAX = 200;
/** Only another process that opens the month, or deletes a key, at the same moment makes a second try needed. */
const TRIES = 4;

export type Meter = (actor: Actor, address: string) => Promise<Record<string, string>>;
type MeterParts = {
  readonly db: Db;
  readonly limits: { readonly [T in Tier]: Pick<Limits[T], "apiCalls"> };
  readonly now: () => Date;
  readonly jobs: Jobs;
};
type Call = {
  readonly secretHash: Buffer;
  readonly address: string | null;
  readonly limit: number;
  readonly resolve: (headers: Record<string, string>) => void;
  readonly reject: (error: unknown) => void;
};
type Batch = { readonly userId: string; readonly calls: readonly Call[]; readonly limit: number; readonly now: Date };

async function spend(db: Db, { userId, calls, limit, now }: Batch): Promise<Spent> {
  const query = spendCalls({
    userId,
    month: monthOf(now),
    day: now.toISOString().slice(0, 10),
    limit,
    now,
    notedBefore: new Date(now.getTime() - NOTED_EVERY_MS),
    secretHashes: calls.map(({ secretHash }) => secretHash),
    addresses: calls.map(({ address }) => address),
  });
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const spent = await db.one(query).catch((error: unknown) => {
      // A key that is being deleted: the next try no longer sees it.
      if (violated(error).startsWith("api_key_usage_api_key_id")) return null;
      throw error;
    });
    if (spent && (spent.live.length === 0 || spent.before !== null || spent.used !== null)) return spent;
  }
  throw new Failure("overloaded", { retryAfterSeconds: 1 });
}

/** Tells each call of a batch how it went: the first ones were granted, the rest came too late. */
function answer({ calls, limit, now }: Batch, { live, before, used, granted }: Spent): void {
  const resetsAt = nextMonth(now).getTime();
  const left = new Set(live.slice(granted ?? 0));
  const served = new Set(live.slice(0, granted ?? 0));
  let spent = (used ?? before ?? 0) - served.size;
  for (const [index, call] of calls.entries()) {
    if (served.has(index + 1)) {
      spent += 1;
      call.resolve({
        "X-Quota-Api-Calls-Limit": String(limit),
        "X-Quota-Api-Calls-Remaining": String(Math.max(0, limit - spent)),
        "X-Quota-Api-Calls-Reset": String(resetsAt / 1_000),
      });
    } else if (left.has(index + 1)) {
      const retryAfterSeconds = (resetsAt - now.getTime()) / 1_000;
      call.reject(new Failure("quota_exhausted", { detail: "The month's API calls are used up", retryAfterSeconds }));
    } else call.reject(new Failure("unauthenticated"));
  }
}

/**
 * Counts calls with an API key against the month (UTC) of the key's owner, in the database before the call is served,
 * and gives the headers that say what is left. Rejects with `quota_exhausted` when nothing is, and with
 * `unauthenticated` when the secret has died, or its owner was suspended, since it was looked up. While a statement of a user runs, further calls
 * wait and are spent together by the next one: a burst costs a few statements instead of a queue for one row.
 */
export function meterOf({ db, limits, now, jobs }: MeterParts): Meter {
  const door = db.as(AS_AUTH);
  const tell = ({ userId, limit, now: at }: Batch): Promise<void> =>
    door.transaction((apart) => {
      const reached = { userId, kind: "api_calls", month: monthOf(at), limit } as const;
      return tellQuotaReached({ db: apart, jobs: jobs.within(apart), now }, reached);
    });
  const waiting = new Map<string, Call[]>();

  const drain = async (userId: string, line: Call[]): Promise<void> => {
    while (line.length > 0) {
      const calls = line.splice(0, BATCH_MAX);
      // The newest caller's plan is the one the database knew last.
      const batch: Batch = { userId, calls, limit: calls.at(-1)?.limit ?? 0, now: now() };
      try {
        const spent = await spend(door, batch);
        answer(batch, spent);
        // Only who takes the last ones tells. The calls have their answers: what is told may wait, or be lost with us.
        if ((spent.granted ?? 0) > 0 && (spent.used ?? 0) >= batch.limit) await tell(batch).catch(() => undefined);
      } catch (error) {
        for (const call of calls) call.reject(error);
      }
    }
    waiting.delete(userId);
  };

  return ({ userId, tier, credential }, address) => {
    if (credential.kind !== "api_key") throw new Error("Only calls with an API key are counted");
    const { promise, resolve, reject } = Promise.withResolvers<Record<string, string>>();
    const limit = limits[tier].apiCalls;
    const call = { secretHash: credential.secretHash, address: storableAddress(address), limit, resolve, reject };
    const line = waiting.get(userId);
    if (line) line.push(call);
    else {
      const started = [call];
      waiting.set(userId, started);
      void drain(userId, started); // never rejects: every call hears of it by itself
    }
    return promise;
  };
}
