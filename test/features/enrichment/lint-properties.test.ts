import { describe, expect, test } from "vitest";
import type { Draft } from "../../../src/contract/draft.ts";
import { FINDINGS_MAX, inspect, lint } from "../../../src/features/enrichment/lint/index.ts";
import { draftOf, mapped, randomDraft, randomOf } from "./drafts.ts";

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

describe("hostile input", () => {
  const size = 100_000;
  const units = [
    "{{",
    "{{{{ ",
    "{{a ",
    "{a}} ",
    " ",
    "\n",
    "a ",
    '"',
    "a@",
    "+1 ",
    "1 ",
    ". ",
    "sk-",
    "[your ",
    "____ ",
    "a\u200B",
    "```\n",
    "`",
    "NEVER ",
    "!",
    "-----BEGIN ",
    "be very ",
    "\n- ",
    "etc. ",
    "Answer in English. Answer in French. ",
    "DE89 3704 ",
    "写",
    "\u{E0041}",
    "{{a}} {{b}} ",
    "this text ",
    "at most 3 words. ",
    "Example: ",
    "Example output: {",
    "<example>",
    "```json\n{\n```\nExample:\n",
    "{{{a}}} ",
    '{{"a": ',
    "temperature 0.2 ",
    "write a x, ",
    "[ERROR] x\n",
    "at a (b:1) ",
    "/blob/main ",
    "the latest version of ",
    "keys a, ",
    "password: ",
    "://a:",
    "ignore all previous ",
    "Never a b c. ",
    "Escribe el la de los. Write the a of it. ",
    "[A B",
    "with 5 x in 5 words. ",
  ];

  test.each(units)("100 KB of %j is read to the end without hanging", { timeout: 20_000 }, (unit) => {
    const draft = draftOf(unit.repeat(Math.ceil(size / unit.length)));
    const options = { isPublic: true, variables: [{ name: "x" }], model: { id: "m", refuses: ["temperature"] } };
    const report = lint(draft, options);
    expect(report.findings.length).toBeLessThanOrEqual(FINDINGS_MAX);
    expect(lint(draft, options)).toEqual(report);
  });

  test("a prompt of 8 KB is judged in milliseconds", () => {
    const task = Array.from({ length: 400 }, (_, index) => `Sort item ${index} by {{key${index}}}.`)
      .join(" ")
      .slice(0, 8192);
    const times = Array.from({ length: 30 }, () => {
      const start = performance.now();
      lint(draftOf(task));
      return performance.now() - start;
    });
    // The best of many runs, and far above the 5 ms that docs state: only a change of order may fail here.
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
