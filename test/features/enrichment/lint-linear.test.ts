import { expect, test } from "vitest";
import { lint } from "../../../src/features/enrichment/lint/index.ts";
import { draftOf } from "./drafts.ts";

/** As much text as a prompt may hold in all. */
const SIZE = 180_000;
/** A guard against hanging, not a measurement: reading each pair of phrases took 2.7 s on an idle machine, reading each phrase 0.3 s. */
const HANG_MS = 2_000;
const TRIES = 3;

const UNITS = [
  "in 5 words ",
  "al menos 5 words ",
  "5 words max ",
  "sin json ",
  "solo en french ",
  "in french only ",
  "1.1.",
  "write a tweet. ",
  "{{doc}} ",
  "Use json. No json. ",
  "Example: a ",
  "write a x, ",
  "with 5 x in 5 words. ",
  "[ERROR] x\n",
  "://a:",
  "Never a b c. ",
  "no title, ",
  "a formal tone ",
  "past tense, ",
  "in a table ",
  "the text above ",
  "Give 5 tips. Give exactly 9 tips. ",
  "Task: a. Output: b. ",
];

/** The least time of the processor of a few runs, ended as soon as one is quick enough: the machine may be busy with other things. */
function leastMs(run: () => unknown): number {
  let least = Infinity;
  for (let tries = 0; tries < TRIES && least >= HANG_MS; tries += 1) {
    const start = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

test.each(UNITS)("the largest prompt made of nothing but %j does not hold the process up", (unit) => {
  const text = unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);
  expect(leastMs(() => lint(draftOf(text)))).toBeLessThan(HANG_MS);
});
