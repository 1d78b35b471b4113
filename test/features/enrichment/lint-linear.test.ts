import { describe, expect, test } from "vitest";
import { rewrite } from "../../../src/features/enrichment/engine/index.ts";
import { lint } from "../../../src/features/enrichment/lint/index.ts";
import { lexiconText } from "../../../src/features/enrichment/lint/lexicon/index.ts";
import type { Language } from "../../../src/features/enrichment/lint/lexicon/lexicon.ts";
import { draftOf } from "./drafts.ts";

const SIZE = 50_000;
/** Ten times what it takes alone on a slow machine; reading a sentence once a phrase took more. */
const WALL_MS_MAX = 1_000;
/** Twice the text costs twice as much when it is read a fixed number of times, four times when it is quadratic. */
const GROWTH_MAX = 3;
const TRIES = 8;

const NAMES: Record<string, string> = { "#": "5", "@language": "french", "@format": "json", "@unit": "words" };

/** The shortest text a pattern of the lexicon matches. */
const phraseOf = (pattern: string): string =>
  pattern
    .split(" ")
    .filter((slot) => !slot.endsWith("?"))
    .map((slot) => NAMES[slot] ?? slot.split("|")[0])
    .join(" ");

const languages = JSON.parse(lexiconText) as readonly Language[];
const phrases = languages.flatMap(({ entries, words }) => [
  ...entries.flatMap(({ patterns }) => patterns.slice(0, 1).map(phraseOf)),
  ...Object.values(words).map((list) => list.split(" ").slice(0, 4).join(" ")),
]);
const reported = [
  "in 5 words ",
  "al menos 5 words ",
  "5 words max ",
  "sin json ",
  "only french ",
  "to french ",
  "1.1.",
];
/** Many sentences on one line, or many phrases that make a rule look at the line, the sentence or the part around them. */
const wide = ["a. ", "write a tweet. ", "Sort all of it by the year. ", "{{doc}} ", "{{doc}} x", "Use json. No json. "];
const units = [...new Set([...phrases.map((phrase) => `${phrase} `), ...reported, ...wide])];

const repeated = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The least of several runs at each size, ended as soon as both promises are seen to hold. */
function costsOf(run: (text: string) => unknown, unit: string): { readonly wall: number; readonly growth: number } {
  let [half, whole] = [Infinity, Infinity];
  for (let tries = 0; tries < TRIES; tries += 1) {
    half = Math.min(
      half,
      timed(() => run(repeated(unit, SIZE / 2))),
    );
    whole = Math.min(
      whole,
      timed(() => run(repeated(unit, SIZE))),
    );
    if (whole < WALL_MS_MAX && whole / half < GROWTH_MAX) break;
  }
  return { wall: whole, growth: whole / half };
}

describe("one phrase over and over costs time in proportion to the text", { timeout: 60_000 }, () => {
  test("the lexicon gives phrases of every language", () => {
    expect(languages.length).toBeGreaterThanOrEqual(4);
    expect(phrases.length).toBeGreaterThan(100);
  });

  test.each(units)("lint of %j", (unit) => {
    const { wall, growth } = costsOf((text) => lint(draftOf(text)), unit);
    expect(wall).toBeLessThan(WALL_MS_MAX);
    expect(growth).toBeLessThan(GROWTH_MAX);
  });

  test.each([...reported, ...wide])("rewrite of %j", (unit) => {
    const { growth } = costsOf((text) => rewrite(draftOf(text), lint(draftOf(text))), unit);
    expect(growth).toBeLessThan(GROWTH_MAX);
  });
});

test("a conflict is still found in a text of nothing but statements", () => {
  const task = `${repeated("Answer in French. ", SIZE)}\nAnswer in English.`;
  const early = lint(draftOf(`Answer in English. ${task}`)).findings.map(({ ruleId }) => ruleId);
  expect(early).toContain("contradictory-pair");
  expect(lint(draftOf("Use at least 9 words, at most 5 words.")).findings.map(({ ruleId }) => ruleId)).not.toContain(
    "contradictory-pair",
  );
});
