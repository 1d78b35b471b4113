/** One run of the fuzzer against a server: every operation, then sequences of them. */
import { endpoints } from "./contract.ts";
import { People, type Target } from "./people.ts";
import { Tally } from "./report.ts";
import type { Failure } from "./hunt.ts";
import { fuzzOperation, type Runner } from "./run.ts";
import { fuzzSequences } from "./sequences.ts";
import { Secrets } from "./secrets.ts";
import { sender } from "./send.ts";
import { Things } from "./things.ts";

/** While one waits for the database, another computes. */
const LANES = 4;
/** Drawn to one operation before the next has its turn: what one makes, another can use in the next round. */
const ROUND_REQUESTS = 20;
/** Sequences for each request to a single operation; each is some twenty requests. */
const SEQUENCES_SHARE = 0.005;

export type Options = {
  readonly requests: number;
  readonly seed: number;
  /** Only these; all when empty. */
  readonly operations: readonly string[];
  /** No answer may take longer than this, twice in a row: once may be the machine's fault. */
  readonly slowMs: number;
};
export type Outcome = {
  readonly tally: Tally;
  readonly operations: readonly string[];
  readonly failures: readonly Failure[];
};

export async function fuzz(target: Target, { requests, seed, operations, slowMs }: Options): Promise<Outcome> {
  const { send, close } = sender(target.url, slowMs);
  const people = new People(send, target);
  const secrets = new Secrets(send, (role) => people.get(role));
  const world = { people, secrets, things: new Things(send) };
  const runner: Runner = { world, send, seed, tally: new Tally(), known: new Map() };
  const chosen = endpoints().filter(({ name }) => operations.length === 0 || operations.includes(name));
  const each = Math.max(1, Math.ceil(requests / chosen.length));
  const rounds = Math.ceil(each / ROUND_REQUESTS);
  const waiting = Array.from({ length: rounds }, (_, round) => chosen.map((endpoint) => ({ endpoint, round }))).flat();
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await fuzzOperation(runner, next.endpoint, Math.ceil(each / rounds), next.round);
  };
  try {
    if (operations.length === 0) await fuzzSequences(runner, Math.ceil(requests * SEQUENCES_SHARE));
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    close();
  }
  return { tally: runner.tally, operations: chosen.map(({ name }) => name), failures: [...runner.known.values()] };
}
