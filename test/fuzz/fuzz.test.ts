import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../../scripts/fuzz/contract.ts";
import { describeFailure } from "../../scripts/fuzz/report.ts";
import { INDOORS, wideLimits } from "../../scripts/fuzz/server.ts";
import { fuzz } from "../../scripts/fuzz/session.ts";
import { startFakeProviders, type FakeProviders } from "../fakes/providers.ts";
import { createWorld, type World } from "../world.ts";

/** `npm run fuzz` draws fifty times as many, with a seed of its own. */
const REQUESTS = 900;
const SEED = 20_261_123;
/** What a busy machine takes says nothing of the server; `npm run fuzz` allows five seconds. */
const SLOW_MS = 60_000;
/** A busy machine answers three a second, and waits for nothing else here. */
const TIMEOUT_MS = 300_000;

let world: World;
let providers: FakeProviders;
beforeAll(async () => {
  providers = await startFakeProviders();
  world = await createWorld({ limits: wideLimits(), env: INDOORS.env(providers), ports: INDOORS.ports });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await providers[Symbol.asyncDispose]();
});

test(
  "nine hundred requests drawn from the document, right and wrong, over every operation: nothing breaks, and every answer is one the document names",
  async () => {
    const { tally, operations, failures } = await fuzz(world, {
      requests: REQUESTS,
      seed: SEED,
      operations: [],
      slowMs: SLOW_MS,
    });
    expect(failures.map(describeFailure)).toEqual([]);
    expect(operations.toSorted()).toEqual(
      endpoints()
        .map(({ name }) => name)
        .toSorted(),
    );
    expect(operations.filter((name) => !tally.byOperation.has(name))).toEqual([]);
    expect(tally.requests).toBeGreaterThanOrEqual(REQUESTS);
  },
  TIMEOUT_MS,
);
