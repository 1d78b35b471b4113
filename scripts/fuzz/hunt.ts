/** Draws, tries, and shrinks: every different failure once, and the draws go on after one is found. */
import fc from "fast-check";
import type { Finding } from "./judge.ts";

export type Failure = Finding & {
  readonly operation: string;
  /** The requests that show it, as lines for a shell; the last one is answered wrong. */
  readonly curl: string;
  readonly answer: string;
  /** What was done to the request. */
  readonly twist: string;
};

class Found extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.operation}: ${failure.check}: ${failure.detail}`);
    this.failure = failure;
  }
}
const keyOf = ({ operation, check, detail }: Failure): string => `${operation} ${check} ${detail}`;

/** What is shrunk costs requests; a failure is small enough after so many. */
const SHRINKS_MAX = 60;

/** Same name, same seed, same draws, whatever else is fuzzed. */
export const seedOf = (seed: number, name: string): number =>
  Array.from(name).reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, seed);

type Hunt<T> = {
  readonly drawn: fc.Arbitrary<T>;
  readonly seed: number;
  readonly runs: number;
  readonly attempt: (value: T) => Promise<Failure[]>;
  /** What was found before, and is not told again. */
  readonly known: Map<string, Failure>;
};
/** Adds to `known` what it finds. */
export async function hunt<T>({ drawn, seed: first, runs, attempt, known }: Hunt<T>): Promise<void> {
  for (let left = runs, seed = first; left > 0; seed += 1) {
    let chased: string | undefined;
    let shrinks = 0;
    const property = fc.asyncProperty(drawn, async (value) => {
      if (chased !== undefined && (shrinks += 1) > SHRINKS_MAX) return;
      const fresh = (await attempt(value)).filter((failure) => !known.has(keyOf(failure)));
      const one = fresh.find((failure) => chased === undefined || keyOf(failure) === chased);
      if (!one) return;
      chased = keyOf(one);
      throw new Found(one);
    });
    const result = await fc.check(property, { seed, numRuns: left });
    if (!result.failed) break;
    if (!(result.errorInstance instanceof Found)) throw result.errorInstance;
    const { failure } = result.errorInstance;
    known.set(keyOf(failure), failure);
    left -= result.numRuns;
  }
}
