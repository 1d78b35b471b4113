import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { WORKLOADS } from "./workloads.ts";

export const USAGE = `npm run bench -- [options]
  --rounds 3             how often everything is measured
  --seconds 8, --warm 3  length of a cell, and of the load before it
  --prompts 200000       stored prompts, of a hundredth as many people (20000, 1000000: growth)
  --workloads a,b        of ${WORKLOADS.map(({ name }) => name).join(", ")}
  --contestants a,b      of promptr, floor, seed-stack (those three unless told) and koa-probe
  --quick                one round of 2 s after 1 s, with 20,000 prompts; for trying the bench itself
  --two                  Promptr as two processes beside it as one
  --profile get          where Promptr spends its time under one workload, instead
  --shared ../shared     the folder with bench/contestants/seed-stack
  --write                puts the tables into docs/performance.md
State (Postgres' data, logs, results) is kept in PROMPTR_BENCH_STATE, ${join(tmpdir(), "promptr-bench-state")} unless set.
`;

const list = (text: string | undefined): string[] | null => text?.split(",").filter(Boolean) ?? null;
/** A positive number, or a refusal that names the option. */
function count(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} wants a positive number`);
  return value;
}

/** Fewer would fit into the cache of pages. */
const PROMPTS_MIN = 20_000;
const CONTESTANTS = ["promptr", "floor", "seed-stack", "koa-probe"];

export function readOptions(parameters: string[]) {
  const { values } = parseArgs({
    args: parameters,
    options: {
      rounds: { type: "string" },
      seconds: { type: "string" },
      warm: { type: "string" },
      prompts: { type: "string" },
      workloads: { type: "string" },
      contestants: { type: "string" },
      quick: { type: "boolean", default: false },
      two: { type: "boolean", default: false },
      profile: { type: "string" },
      shared: { type: "string", default: join(import.meta.dirname, "../../../../shared") },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { quick } = values;
  const contestants = list(values.contestants) ?? CONTESTANTS.slice(0, 3);
  const names = list(values.profile ?? values.workloads) ?? WORKLOADS.map(({ name }) => name);
  const unknown = [
    ...names.filter((name) => !WORKLOADS.some((workload) => workload.name === name)),
    ...contestants.filter((name) => !CONTESTANTS.includes(name)),
  ];
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}`);
  const prompts = count("prompts", values.prompts ?? (quick ? "20000" : "200000"));
  if (prompts < PROMPTS_MIN || prompts % PROMPTS_MIN !== 0)
    throw new Error(`--prompts wants a multiple of ${PROMPTS_MIN}`);
  return {
    rounds: count("rounds", values.rounds ?? (quick ? "1" : "3")),
    seconds: count("seconds", values.seconds ?? (quick ? "2" : "8")),
    warmSeconds: count("warm", values.warm ?? (quick ? "1" : "3")),
    prompts,
    starts: quick ? 1 : 3,
    workloads: WORKLOADS.filter(({ name }) => names.includes(name)),
    contestants,
    two: values.two,
    profile: values.profile !== undefined,
    shared: values.shared,
    write: values.write,
    help: values.help,
    state: process.env["PROMPTR_BENCH_STATE"] ?? join(tmpdir(), "promptr-bench-state"),
  };
}
export type Options = ReturnType<typeof readOptions>;
