import { spawnSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import type { Options } from "./options.ts";

const GIB = 2 ** 30;
const commit = (): string => {
  const { stdout } = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" });
  return stdout?.trim() || "no commit";
};

/** Machine, date and method, for whoever reads the tables. */
export function methodOf({ rounds, seconds, warmSeconds, prompts }: Options, connections: number): string {
  const [processor] = cpus();
  return [
    `**Machine.** ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${processor?.model ?? "?"}, ${Math.round(totalmem() / GIB)} GiB,`,
    `Node ${process.version}, Postgres 18 (embedded, \`shared_buffers\` 512 MB, durable), commit ${commit()}.`,
    `**Method.** \`npm run bench\`: ${prompts} prompts of ${prompts / 100} people, a fifth published, ${prompts / 10} links; each contestant with a`,
    `database of its own; wrk with ${connections} kept-alive connections, ${warmSeconds} s before and ${seconds} s measured, ${rounds} round(s), interleaved, each`,
    "begun by another one. All share the machine with wrk and reach Postgres over its unix socket. Promptr has every feature on (limits, row level security, log,",
    "usage). CPU is seconds per 1,000 requests (= ms a request) of user and system time until 1.2 s after the load, so deferred writes count; `all` has Redis in it.",
    "Ratios are taken within a round, then their median; brackets hold the range. MiB is the peak of the server; `transactions` those of Postgres per request, roughly;",
    "`others` the processors that somebody else kept busy. A cell counts only without a refused answer or a socket error, with right answers in a sample, and when",
    "rows, views, log lines and usage are all there afterwards.",
  ].join("\n");
}
