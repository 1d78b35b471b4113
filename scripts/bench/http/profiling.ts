import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CpuProfile, selfTimes } from "./profile.ts";
import { CONNECTIONS, type Run } from "./run.ts";
import { load, writeRequests } from "./wrk.ts";
import type { Workload } from "./workloads.ts";

const micros = (): number => Number(process.hrtime.bigint() / 1_000n);

/** Where Promptr spends its time under one workload: it is started for it, warmed, loaded and stopped. */
export async function profileOf(run: Run, workload: Workload): Promise<string> {
  const { samples, folder, warmSeconds, seconds } = run.bench;
  const target = join(folder, `profile-${workload.name}`);
  mkdirSync(target);
  const flags = ["--cpu-prof", `--cpu-prof-dir=${target}`, "--cpu-prof-interval", "200"];
  const running = await run.start(run.promptr, flags);
  const file = join(folder, `profile-${workload.name}.requests`);
  const shape = { connections: CONNECTIONS, from: 0 };
  const all = running.contestant.dialect[workload.of]?.(samples) ?? [];
  writeRequests(file, all, { port: running.port, gzip: workload.gzip, samples });
  await load(running.port, file, { ...shape, seconds: warmSeconds });
  const from = micros();
  const { requests, refused } = await load(running.port, file, { ...shape, seconds });
  const to = micros();
  await running.stop();
  const [name = ""] = readdirSync(target).filter((entry) => entry.endsWith(".cpuprofile"));
  const profile = JSON.parse(readFileSync(join(target, name), "utf8")) as CpuProfile; // V8 wrote it
  const head = `## ${workload.title}: ${Math.round(requests / seconds)}/s while profiled, ${refused} refused (${join(target, name)})`;
  return `${head}\n\n${selfTimes(profile, from, to)}\n`;
}
