import { describe, expect, test } from "vitest";
import type { Draft } from "../../../src/contract/draft.ts";
import { FINDINGS_MAX, inspect, lint } from "../../../src/features/enrichment/lint/index.ts";
import { mapped, randomDraft, randomOf } from "./drafts.ts";

/** Words that scorers of the field reward. */
const STUFFING = [
  "You are a world-class expert.",
  "Think step by step.",
  "Be clear, concise, specific and detailed.",
  "Output format: JSON.",
  "Role: expert. Context: professional. Format: markdown.",
  "Provide examples and constraints.",
  "Act as a senior professional with 20 years of experience.",
  "This is very important to my career.",
  "# Role\nExpert\n# Task\nDo it\n# Output\nMarkdown",
];

const countOf = (draft: Draft, ruleId: string): number =>
  inspect(draft).findings.filter((finding) => finding.ruleId === ruleId).length;

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

describe("over random drafts", () => {
  test("findings lie inside their field, in order, and are limited", () => {
    for (const seed of SEEDS) {
      const draft = randomDraft(randomOf(seed), "mixed");
      const { findings, score } = lint(draft);
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
      expect(findings.length).toBeLessThanOrEqual(FINDINGS_MAX);
      for (const { field, span, fix } of findings) {
        const size = (draft[field] ?? "").length;
        for (const [start, end] of [span, ...(fix ? [fix.span] : [])])
          expect(0 <= start && start <= end && end <= size).toBe(true);
      }
    }
  });

  test("making a fix removes the finding and never lowers the score", () => {
    for (const seed of SEEDS) {
      const draft = randomDraft(randomOf(seed), "mixed");
      const { findings, score } = lint(draft);
      for (const { fix, ruleId } of findings) {
        if (!fix) continue;
        const text = draft[fix.field] ?? "";
        const fixed = { ...draft, [fix.field]: text.slice(0, fix.span[0]) + fix.replacement + text.slice(fix.span[1]) };
        expect(lint(fixed).score, JSON.stringify([fix, draft])).toBeGreaterThanOrEqual(score);
        expect(countOf(fixed, ruleId), JSON.stringify([fix, draft])).toBeLessThan(countOf(draft, ruleId));
      }
    }
  });

  test("words added to please the scorer never raise the score", () => {
    for (const seed of SEEDS.slice(0, 100)) {
      const draft = randomDraft(randomOf(seed), "mixed");
      const { score } = lint(draft);
      for (const words of STUFFING) {
        const task = `${draft.task}\n${words}`;
        expect(lint({ ...draft, task }).score, JSON.stringify([words, draft])).toBeLessThanOrEqual(score);
        const before = `${words}\n${draft.task}`;
        expect(lint({ ...draft, task: before }).score, JSON.stringify([words, draft])).toBeLessThanOrEqual(score);
        expect(
          lint({ ...draft, style: `${draft.style} ${words}` }).score,
          JSON.stringify([words, draft]),
        ).toBeLessThanOrEqual(score);
      }
    }
  });

  test("white space, case and order that mean nothing move the score by at most one point", () => {
    const outsideVariables = (text: string, change: (prose: string) => string): string =>
      text.replaceAll(
        /(\{\{[^}]*\}\})|([^{]+)/g,
        (_, variable: string | undefined, prose: string) => variable ?? change(prose),
      );
    const changes: readonly ((text: string) => string)[] = [
      (text) => text.replaceAll("\n", "\r\n"),
      (text) => text.replaceAll(" ", "  "),
      (text) => `  ${text.replaceAll("\n", " \n\n")}\n`,
      (text) => text.split("\n\n").toReversed().join("\n\n"),
      (text) => outsideVariables(text, (prose) => prose.toUpperCase()),
      (text) => outsideVariables(text, (prose) => prose.toLowerCase()),
    ];
    for (const seed of SEEDS) {
      const draft = randomDraft(randomOf(seed), "sound");
      const { score } = lint(draft);
      for (const [index, change] of changes.entries()) {
        expect(
          Math.abs(lint(mapped(draft, change)).score - score),
          `${index} ${JSON.stringify(draft)}`,
        ).toBeLessThanOrEqual(1);
      }
    }
  });
});
