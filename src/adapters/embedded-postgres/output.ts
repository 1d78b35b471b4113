import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Enough to hold the reason and what led to it. */
const LINES_MAX = 20;

export type Output = {
  /** The newest lines, oldest first. */
  readonly lines: readonly string[];
  /** What the program gave as its reason to fail, without time and process number. */
  complaint(): string | null;
};

/** Keeps the last lines a program writes and hands on each. */
export function followOutput(stream: Readable, onLine: (line: string) => void = () => undefined): Output {
  const lines: string[] = [];
  createInterface({ input: stream }).on("line", (line) => {
    lines.push(line);
    if (lines.length > LINES_MAX) lines.shift();
    onLine(line);
  });
  const complaint = () => {
    const line = lines.findLast((line) => /FATAL:|PANIC:|error:/.test(line)) ?? lines.at(-1);
    return line?.replace(/^.*?(?:FATAL|PANIC|error): */, "") ?? null;
  };
  return { lines, complaint };
}
