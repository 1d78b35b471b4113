import { EMPTY_DRAFT, PARTS } from "../../src/contract/draft.ts";
import { lint } from "../../src/features/enrichment/lint/index.ts";
import { readCorpus } from "./corpus.ts";

export type Latency = {
  readonly text: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Time of the processor, which what else runs on the machine does not lengthen; its clock is too coarse for one call. */
  readonly meanCpuMs: number;
  readonly longMs: number;
  /** Time for a byte of 100 KB against a byte of 10 KB; one is linear. */
  readonly growth: number;
};

const ROUNDS = 400;
const LONG_ROUNDS = 15;

/** Texts of the clean prompts of some languages, one after the other up to a size in bytes. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  English: ["en"],
  "Chinese and Japanese": ["zh", "ja"],
  "Arabic and Hindi": ["ar", "hi"],
  "all languages": ["en", "es", "de", "fr", "pt", "zh", "ja", "ar", "hi"],
};

export const latency = (): readonly Latency[] =>
  Object.entries(TEXTS).map(([text, languages]) => {
    const source = readCorpus()
      .filter(({ rule, language }) => rule === null && languages.includes(language))
      .map(({ draft }) => PARTS.flatMap((part) => draft[part] ?? []).join("\n"))
      .join("\n\n");
    const { times, cpuMs } = timesOf(cut(source, 8 * 1024), ROUNDS);
    const [ten, hundred] = [10, 100].map((size) => timesOf(cut(source, size * 1024), LONG_ROUNDS).times[0] ?? 0);
    return {
      text,
      p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
      p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
      meanCpuMs: cpuMs,
      longMs: hundred ?? 0,
      growth: (hundred ?? 0) / 10 / (ten ?? 1),
    };
  });

/** The text again and again, each time a little different, up to a number of bytes. */
function cut(source: string, bytes: number): string {
  const pieces: string[] = [];
  let size = 0;
  for (let round = 0; size < bytes; round += 1) {
    const piece = round === 0 ? source : source.replaceAll("\n", ` ${round}\n`);
    pieces.push(piece);
    size += Buffer.byteLength(piece);
  }
  return Buffer.from(pieces.join("\n"))
    .subarray(0, bytes)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
}

/** Sorted, without the first calls, which compile. */
function timesOf(task: string, rounds: number): { readonly times: readonly number[]; readonly cpuMs: number } {
  const draft = { ...EMPTY_DRAFT, task };
  for (let round = 0; round < rounds / 4; round += 1) lint(draft);
  const times: number[] = [];
  const before = process.threadCpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    lint(draft);
    times.push(performance.now() - start);
  }
  const { user, system } = process.threadCpuUsage(before);
  return { times: times.sort((a, b) => a - b), cpuMs: (user + system) / 1000 / rounds };
}
