import type { Scope } from "../../scope.ts";
import { changedRanks, writeRanks } from "./trending-queries.ts";

const WINDOW_DAYS = 14;
const HALF_LIFE_DAYS = 3;
/** A star is a person's word, a view may be a program's: by the logarithm, fifty views in a day are worth one star. */
const STAR_WORTH = 4;
/** Scores computed at once; what is left over is the next round's. */
const RANKS_MAX = 10_000;
const ROUNDS_MAX = 100;
/** Rows written by one statement: each takes a place in every index of prompts. */
const BATCH = 100;

/**
 * Brings the order of trending prompts up to date. Lists sorted by it are kept for up to a quarter of an hour after that:
 * what trends is shown at most half an hour late.
 */
export async function rank({ db, now, signal }: Scope<null>): Promise<void> {
  const today = now().toISOString().slice(0, 10);
  const ranking = { today, windowDays: WINDOW_DAYS, halfLifeDays: HALF_LIFE_DAYS, starWorth: STAR_WORTH };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const ranks = await db.transaction((read) => read.rows(changedRanks({ ...ranking, limit: RANKS_MAX })));
    for (let start = 0; start < ranks.length; start += BATCH) {
      signal.throwIfAborted();
      await db.transaction((write) => write.rows(writeRanks(ranks.slice(start, start + BATCH))));
    }
    if (ranks.length < RANKS_MAX) return;
  }
}
