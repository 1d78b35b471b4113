import { type Cell, isValid } from "./figures.ts";

/** Progress goes to the error output: the report is the output. */
export const say = (text: string): void =>
  void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

/** One line as soon as a cell is measured. */
export function tell(cell: Cell): void {
  const { round, workload, contestant, rate, p50Ms, p99Ms, serverCpu, postgresCpu, memoryMb, problems } = cell;
  const cpu = `cpu ${serverCpu.toFixed(3)} + pg ${postgresCpu.toFixed(3)}`;
  const figures = `${rate.toFixed(0)}/s  p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(1)} ms  ${cpu}  ${memoryMb.toFixed(0)} MiB`;
  const verdict = isValid(cell) ? "" : `  INVALID: ${problems.join("; ")}`;
  say(`round ${round + 1} ${workload.padEnd(18)} ${contestant.padEnd(11)} ${figures}${verdict}`);
}
