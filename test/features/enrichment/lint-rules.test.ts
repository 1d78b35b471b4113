import { describe, expect, test } from "vitest";
import type { Draft } from "../../../src/contract/draft.ts";
import { lint, RULES } from "../../../src/features/enrichment/lint/index.ts";
import { draftOf } from "./drafts.ts";
import { MATTER } from "./lint-cases-matter.ts";
import { ORDERS } from "./lint-cases-orders.ts";
import { SHAPES } from "./lint-cases-shapes.ts";
import { WORDING } from "./lint-cases-wording.ts";

const CASES = { ...WORDING, ...MATTER, ...ORDERS, ...SHAPES };
/** Their cases need more than a text: see lint-told.test.ts. */
const TOLD = [
  "injection-phrase-in-public-prompt",
  "model-retired",
  "model-retiring-soon",
  "over-context-window",
  "param-unsupported-by-model",
  "undefined-variable",
  "unused-variable",
];

const rulesOf = (prompt: string | Draft): readonly string[] =>
  lint(typeof prompt === "string" ? draftOf(prompt) : prompt).findings.map(({ ruleId }) => ruleId);

describe("each rule names its defect and leaves near misses alone", () => {
  test.each(Object.entries(CASES))("%s", (ruleId, { hits, misses }) => {
    for (const prompt of hits) expect.soft(rulesOf(prompt), JSON.stringify(prompt)).toContain(ruleId);
    for (const prompt of misses) expect.soft(rulesOf(prompt), JSON.stringify(prompt)).not.toContain(ruleId);
  });

  test("every rule has cases, and its own id", () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...Object.keys(CASES), ...TOLD].sort()).toEqual(ids.toSorted());
  });
});
