import { describe, expect, test } from "vitest";
import { composePrompt, type Draft } from "../../../src/contract/draft.ts";
import { applyChanges, provenIntact, rewrite } from "../../../src/features/enrichment/engine/index.ts";
import { estimateTokens, lint } from "../../../src/features/enrichment/lint/index.ts";
import { randomDraft, randomOf } from "./drafts.ts";

const rewritten = (draft: Draft) => rewrite(draft, lint(draft));

describe("over 400 random drafts", () => {
  const cases = Array.from({ length: 400 }, (_, seed) => {
    const draft = randomDraft(randomOf(seed), "mixed");
    return { draft, result: rewritten(draft) };
  });

  test("every variable and code block survives, whichever changes are accepted", () => {
    for (const [seed, { draft, result }] of cases.entries()) {
      const random = randomOf(seed);
      const some = result.changes.filter(() => random() < 0.5);
      expect(provenIntact(draft, result.enhanced).intact, JSON.stringify(draft)).toBe(true);
      expect(provenIntact(draft, applyChanges(draft, some)).intact, JSON.stringify(draft)).toBe(true);
    }
  });

  test("each change stands once in the source, and all together are the enhanced prompt", () => {
    for (const { draft, result } of cases) {
      for (const { field, before, after } of result.changes) {
        expect(draft[field]!.split(before), before).toHaveLength(2);
        expect(after).not.toBe(before);
      }
      if (result.changes.length > 0) expect(applyChanges(draft, result.changes)).toEqual(result.enhanced);
    }
  });

  test("a second run changes nothing, the score never falls, the length guard holds", () => {
    for (const { draft, result } of cases) {
      const again = rewritten(result.enhanced);
      expect(again.changes, JSON.stringify(draft)).toEqual([]);
      expect(again.status).not.toBe("improved");
      expect(lint(result.enhanced).score).toBeGreaterThanOrEqual(lint(draft).score);
      expect(estimateTokens(composePrompt(result.enhanced))).toBeLessThanOrEqual(
        2 * estimateTokens(composePrompt(draft)),
      );
      if (result.status === "needs_input") expect(result.questions.length).toBeGreaterThan(0);
    }
  });
});
