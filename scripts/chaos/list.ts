import type { Fault } from "./fault.ts";
import { MODELS } from "./models.ts";

export type { Fault } from "./fault.ts";

/** The file that brings the fault about. */
export const sourceOf = ({ run }: Fault): string => ("test" in run ? run.test : run.script.join(" "));

/** The test by which `npm test`, and so CI, runs the short form of an entry. */
export const suiteOf = ({ run }: Fault): string => ("test" in run ? run.test : run.suite);

export const FAULTS: readonly Fault[] = [
  {
    promise: "P1 P2 P22 P32",
    what: "the server is killed while it writes, with the database it runs itself, and is asked again",
    run: { test: "test/process/kill.test.ts", long: { KILL_ROUNDS: "50", KILL_RATE: "200" } },
  },
  {
    promise: "P3 P4 P5",
    what: "workers are killed over 10,000 queued jobs",
    run: {
      script: ["scripts/bench/jobs.ts", "--part", "kills"],
      short: ["--quick"],
      suite: "test/process/jobs-killed.test.ts",
    },
  },
  {
    promise: "P6",
    what: "a job kills the process that works it",
    run: {
      script: ["scripts/bench/jobs.ts", "--part", "poison"],
      short: ["--quick"],
      suite: "test/process/poison.test.ts",
    },
  },
  {
    promise: "P7 P8",
    what: "Postgres crashes and starts again under load; its network is a black hole",
    run: {
      test: "test/process/database-away.test.ts",
      long: { RESTART_ROUNDS: "20", RESTART_RATE: "200", SILENT_SECONDS: "60" },
    },
  },
  {
    promise: "P8 P9",
    what: "the network to Postgres is slow, resets, cuts answers, forgets connections",
    run: { test: "test/process/network.test.ts", short: { NETWORK_ROUNDS: "1" }, long: { NETWORK_ROUNDS: "5" } },
  },
  {
    promise: "P8 P24",
    what: "providers hang, drip, reset, answer rubbish",
    run: { test: "test/features/enrichment/faults.test.ts" },
  },
  {
    promise: "P8 P24",
    what: "the network to providers is slow, silent, resets, cuts answers, forgets connections",
    run: { test: "test/features/enrichment/provider-network.test.ts" },
  },
  { promise: "case 30", what: "the disk of Postgres is full", run: { test: "test/process/disk-full.test.ts" } },
  {
    promise: "case 30",
    what: "every connection of the pool is taken",
    run: { test: "test/db/database.test.ts" },
  },
  {
    promise: "case 30",
    what: "the clocks of two servers are an hour apart",
    run: { test: "test/reliability/case-30-clocks.test.ts" },
  },
  {
    promise: "case 30",
    what: "processes migrate and start at once, a migration waits for a table",
    run: { test: "test/db/migrate.test.ts" },
  },
  {
    promise: "P8",
    what: "PgBouncer in transaction mode between server and Postgres",
    run: { test: "test/process/pooler.test.ts" },
  },
  {
    promise: "P10",
    what: "fifty tabs refresh one token at once",
    run: { test: "test/reliability/case-05-refresh.test.ts", long: { REFRESH_ROUNDS: "100" } },
  },
  {
    promise: "P17",
    what: "many processes spend one limit in random order",
    run: { test: "test/adapters/request-limiter.test.ts", long: { LIMITER_RUNS: "1000" } },
  },
  {
    promise: "P21",
    what: "a hundred addresses guess the password of a link at two servers",
    run: { test: "test/reliability/case-23-share-passwords.test.ts", long: { GUESSES: "10000" } },
  },
  {
    promise: "P25",
    what: "a hundred thousand questions that look alike are asked of what remembers answers",
    run: { test: "test/reliability/p25-keys.test.ts" },
  },
  {
    promise: "P22 P23",
    what: "the server is killed while it enhances",
    run: { test: "test/process/kill-enhancements.test.ts", long: { KILL_ROUNDS: "50" } },
  },
  {
    promise: "P23",
    what: "the server is killed with usage in memory",
    run: { test: "test/process/usage-killed.test.ts" },
  },
  {
    promise: "P3 P4",
    what: "the server is killed between commit and delivery of a webhook",
    run: { test: "test/process/webhooks-killed.test.ts" },
  },
  {
    promise: "P30",
    what: "the server is asked to stop under load",
    run: { test: "test/process/stop.test.ts", long: { STOP_ROUNDS: "20", STOP_RATE: "200" } },
  },
  ...MODELS,
];
