import { existsSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { createRaced, type Outcome, raceLabels } from "../../scripts/bench/label-race.ts";
import { createDatabase, WIDE_LIMITS } from "./database.ts";
import { signUp } from "./load.ts";
import { createLogin, PGBOUNCER, startPgBouncer } from "./pgbouncer.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 90_000 });

/** A thousand of them are scripts/bench/coherence.ts. */
const MOVES = 25;
const PAUSE_MS = 20;

/** Moves through one of two processes, with readers at both. */
async function race(env: Record<string, string>, boundMs: number, sql: (text: string) => Promise<unknown>) {
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS, ...env });
  const first = await place.serve();
  const second = await place.serve();
  const token = await signUp(first.url);
  const [here, there] = [first, second].map(({ url }) => ({ url, token }));
  const promptId = await createRaced(here!, MOVES + 1, sql);
  return raceLabels({ here: here!, there: there!, promptId, moves: MOVES, boundMs, pauseMs: PAUSE_MS });
}

function expectFresh({ here, there }: Outcome): void {
  expect(here).toMatchObject({ stale: 0, oldForMs: Array.from({ length: MOVES }, () => 0) });
  expect(there.stale).toBe(0);
  for (const { reads } of [here, there]) expect(reads).toBeGreaterThan(MOVES);
}

test("no reader of either process is given the old version of a label later than the bound after it was moved", async () => {
  const database = await createDatabase();
  // A quarter of a second is the measured bound; a machine that runs other tests is given as long as a pooler.
  expectFresh(await race({ DATABASE_URL: database.url }, 1_000, database.sql));
});

test("behind PgBouncer in transaction mode, where nothing is announced, the old version is gone after a second", async ({
  skip,
}) => {
  skip(!existsSync(PGBOUNCER), `${PGBOUNCER} is not installed`);
  const [login, database] = [await createLogin(), await createDatabase("empty")];
  const port = await startPgBouncer(login);
  const env = {
    DATABASE_URL: `postgres://${login}@127.0.0.1:${port}/${database.name}`,
    DATABASE_POOLED: "true",
    MIGRATE_DATABASE_URL: database.url,
  };
  expectFresh(await race(env, 1_000, database.sql));
});
