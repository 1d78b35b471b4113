import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inspect } from "../../../src/features/enrichment/lint/index.ts";
import { readCorpus } from "../../corpus/corpus.ts";
import { measure } from "../../corpus/measure.ts";
import { draftOf } from "./drafts.ts";

/** The bounds of docs/quality.md, on the prompts that neither rules nor word lists were tuned on. */
describe("on the half that was held out", () => {
  const held = measure("held-out");

  test("a clean prompt scores above a defective one in 95% of all pairs, and in 90% within each language", () => {
    expect(held.auc).toBeGreaterThanOrEqual(0.95);
    expect(held.languages).toHaveLength(9);
    for (const { language, auc } of held.languages) expect(auc, language).toBeGreaterThanOrEqual(0.9);
  });

  test("at least 95% of the defective prompts score below the clean prompt they were made of", () => {
    expect(held.notLower.length, held.notLower.join("\n")).toBeLessThanOrEqual(0.05 * held.pairs);
  });

  test("no words added to please a scorer raise a score", () => {
    expect(held.tried.stuffing).toBeGreaterThan(1_000);
    expect(held.gaming).toEqual([]);
  });

  test("white space, case and the order of lines move a score by a point at most", () => {
    expect(held.tried.invariance).toBeGreaterThan(500);
    expect(held.moved).toEqual([]);
  });

  test("no edit that a finding offers lowers the score", () => {
    expect(held.tried.fixes).toBeGreaterThan(0);
    expect(held.worsened).toEqual([]);
  });
});

test("the corpus has two hundred prompts at least, of all nine languages, clean and defective", () => {
  const corpus = readCorpus();
  expect(corpus.length).toBeGreaterThanOrEqual(200);
  expect(new Set(corpus.map(({ language }) => language)).size).toBe(9);
  expect(corpus.filter(({ rule }) => rule === null).length).toBeGreaterThanOrEqual(100);
});

type Phrases = {
  readonly task: string;
  readonly apart: readonly (readonly [string, string])[];
  readonly together: readonly (readonly [string, string])[];
};
const PHRASES = JSON.parse(readFileSync(new URL("../../corpus/phrases.json", import.meta.url), "utf8")) as Readonly<
  Record<string, Phrases>
>;
const CONTRADICTIONS = new Set(["contradictory-pair", "negated-duplicate"]);

const contradicts = (task: string, [first, second]: readonly [string, string], style: string | null): boolean =>
  inspect(
    style === null ? draftOf(`${task} ${first} ${second}`) : draftOf(task, { requirements: first, output: second }),
  ).findings.some(({ ruleId }) => CONTRADICTIONS.has(ruleId));

describe.each(Object.entries(PHRASES))("plain contradictions in the language %s", (_, { task, apart, together }) => {
  test("nine of ten are found in the task, and nine of ten across the parts", () => {
    for (const style of [null, "parts"]) {
      const missed = apart.filter((pair) => !contradicts(task, pair, style));
      expect(missed.length, JSON.stringify(missed)).toBeLessThanOrEqual(0.1 * apart.length);
    }
  });

  test("orders that go together are left alone", () => {
    const wrong = together.filter((pair) => [null, "parts"].some((style) => contradicts(task, pair, style)));
    expect(wrong).toEqual([]);
  });
});
