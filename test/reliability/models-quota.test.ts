import { afterAll, beforeAll } from "vitest";
import { nextMonth } from "../../src/contract/tier.ts";
import { caller } from "../caller.ts";
import { limitsBut } from "../features/auth/answers.ts";
import { createScene, type Scene } from "../features/enrichment/scene.ts";
import type { World } from "../world.ts";
import { simulate } from "./model.ts";
import { act, commands, end, expectLedger, LIMIT, type Model, type Real } from "./quota-steps.ts";

const MINUTE_MS = 60_000;

let scene: Scene;
let there: Awaited<ReturnType<World["another"]>>;
const waiting: Real["stage"]["waiting"] = new Map();
beforeAll(async () => {
  const free = { requests: 1_000_000, enrichments: LIMIT, modelUsdPerDay: 1_000_000 };
  scene = await createScene({ limits: limitsBut({ free }) });
  scene.stage.instead = act({ waiting });
  there = await scene.world.another();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Shortly before a month ends, so that it can end within a session. */
async function start(): Promise<{ model: Model; real: Real }> {
  const { world } = scene;
  world.clock.now = new Date(nextMonth(world.clock.now).getTime() - 10 * MINUTE_MS);
  const user = await world.user();
  const places = [user, caller(there.url, { authorization: `Bearer ${user.accessToken}` })] as const;
  const model = { used: new Map<string, number>(), failed: 0, hasTurned: false, held: null };
  return { model, real: { world, userId: user.userId, places: () => places, stage: { waiting } } };
}

simulate(
  "what a month's ledger holds is what its counter says and what callers got, failed and cut off calls included, and never more than the plan has, whoever asks at once",
  { start, commands, holds: expectLedger, atEnd: (model, real) => end(model, real, "good") },
);
