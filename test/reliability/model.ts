import { argon2 } from "node:crypto";
import { promisify } from "node:util";
import fc from "fast-check";
import { onTestFailed, test } from "vitest";
import { argon2Passwords, type Derive } from "../../src/adapters/passwords.ts";
import type { Ports } from "../../src/contract/ports.ts";
import { SEED } from "../seed.ts";

/** `MODEL_RUNS=1000 npx vitest run test/reliability/models-*.test.ts` looks longer; `MODEL_SEED` repeats a run. */
const RUNS = Number(process.env["MODEL_RUNS"] ?? 2);
const RUN_MS_MAX = 30_000;

export type Command<M extends object, R> = fc.Arbitrary<fc.AsyncCommand<M, R>>;
type Act<M, R, T> = (model: M, real: R, given: T) => Promise<void>;

/** Something that can be done: asks the product, changes the model as it must have changed, and says what differs. */
export function command<M extends object, R, T>(
  name: string,
  given: fc.Arbitrary<T>,
  run: Act<M, R, T>,
  applies: (model: Readonly<M>, given: T) => boolean = () => true,
): Command<M, R> {
  return given.map((value) => ({
    check: (model) => applies(model, value),
    run: (model, real) => run(model, real, value),
    toString: () => `${name} ${fc.stringify(value)}`,
  }));
}

type Simulation<M extends object, R> = {
  readonly start: () => Promise<{ model: M; real: R }>;
  readonly commands: readonly Command<M, R>[];
  /** What must be true whenever nothing is under way. */
  readonly holds?: (model: M, real: R) => Promise<void>;
  /** What only the end of a history shows. */
  readonly atEnd?: (model: M, real: R) => Promise<void>;
  readonly commandsMax?: number;
  /** Of a model whose histories have a variable of their own. */
  readonly runs?: number;
};

/** Any history of commands keeps the invariant, which is the title. */
export function simulate<M extends object, R>(invariant: string, simulation: Simulation<M, R>): void {
  const { start, commands, holds, atEnd, commandsMax = 14, runs = RUNS } = simulation;
  let commandsRun = 0;
  const checked = commands.map((one) =>
    one.map((step): fc.AsyncCommand<M, R> => ({
      check: (model) => step.check(model),
      toString: () => step.toString(),
      run: async (model, real) => {
        await step.run(model, real);
        await holds?.(model, real);
        commandsRun += 1;
      },
    })),
  );
  const histories = fc.commands(checked, { maxCommands: commandsMax, size: "max" });
  test(invariant, { timeout: runs * RUN_MS_MAX }, async () => {
    // Also of a test that ran out of time while its history was made shorter.
    onTestFailed(() => void process.stderr.write(`MODEL_SEED=${SEED} repeats "${invariant}"\n`));
    const property = fc.asyncProperty(histories, async (steps) => {
      const { model, real } = await start();
      await fc.asyncModelRun(() => ({ model, real }), steps);
      await atEnd?.(model, real);
    });
    commandsRun = 0;
    // By itself fast-check begins with short histories, and `npm test` has few.
    await fc.assert(property, { numRuns: runs, seed: SEED, unbiased: true });
    console.log(
      `figure: ${runs} histories of at most ${commandsMax} commands, ${commandsRun} commands run, seed ${SEED}`,
    );
  });
}

const compute = promisify(argon2);
/** Argon2 as ever, but for what makes it slow: a model checks hundreds of passwords. */
const cheaply: Derive = (algorithm, parameters) => compute(algorithm, { ...parameters, memory: 8, passes: 1 });
export const cheapPasswords = (ports: Ports): Ports => ({ ...ports, passwords: argon2Passwords({ derive: cheaply }) });

/** Starts so many at the same moment, in turn at each of the places. */
export const atOnce = <P, T>(count: number, places: readonly P[], start: (place: P, n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => start(places[n % places.length]!, n)));

export const SECOND_MS = 1_000;
/** How many of each there are. */
export const tally = (values: readonly (string | number)[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};
