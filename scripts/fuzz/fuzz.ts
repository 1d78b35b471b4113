/**
 * Requests drawn from docs/openapi.json, right and wrong, against a server of its own: `npm run fuzz -- [--requests 50000]
 * [--seed n] [--operation name] [--quick]`. Prints every different failure once, shrunk to one request as a curl line, and
 * ends with 1 when there was one. The seed repeats what is drawn.
 */
import { parseArgs } from "node:util";
import { describe, describeFailure } from "./report.ts";
import { fuzz } from "./session.ts";
import { startServer } from "./server.ts";

const { values: options } = parseArgs({
  options: {
    requests: { type: "string" },
    seed: { type: "string" },
    operation: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
  },
});
const QUICK_REQUESTS = 3_000;
const REQUESTS = 50_000;
/** RELIABILITY P29. */
const SLOW_MS = 5_000;
const SEED_MAX = 2 ** 31;

const requests = Number(options.requests ?? (options.quick ? QUICK_REQUESTS : REQUESTS));
const seed = Number(options.seed ?? Math.floor(Math.random() * SEED_MAX));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say(`seed ${seed}`);
const startedAt = performance.now();
const server = await startServer();
try {
  const { tally, operations, failures } = await fuzz(server, {
    requests,
    seed,
    operations: options.operation ?? [],
    slowMs: SLOW_MS,
  });
  for (const failure of failures) say(`${describeFailure(failure)}\n`);
  say(describe(tally, operations, failures));
  for (const bug of server.bugs) say(bug);
  const { user, system } = process.cpuUsage();
  const [seconds, cpuSeconds] = [(performance.now() - startedAt) / 1e3, (user + system) / 1e6].map(Math.round);
  say(`seed ${seed}, ${seconds} s; processor time of server and fuzzer, without Postgres: ${cpuSeconds} s`);
  process.exitCode = failures.length + server.bugs.length > 0 ? 1 : 0;
} finally {
  await server.stop();
}
