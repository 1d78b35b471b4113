import { describe, expect, test } from "vitest";
import { lint, suggestionsOf, variablesOf } from "../../../src/features/enrichment/lint/index.ts";
import { draftOf, randomDraft, randomOf } from "./drafts.ts";

describe("the score", () => {
  test("short and sufficient prompts get an A, an open one only a warning", () => {
    for (const prompt of [
      "Translate {{text}} to French. Reply with the translation only.",
      "Is 7919 a prime number? Answer yes or no.",
    ]) {
      expect(lint(draftOf(prompt))).toMatchObject({ score: 100, grade: "A", findings: [] });
    }
    const story = lint(draftOf("Generate a creative story"));
    expect(story.findings.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(story.score).toBeGreaterThanOrEqual(80);
  });

  test("fatal defects cap it whatever else is good", () => {
    expect(lint(draftOf(" ")).score).toBe(0);
    expect(lint(draftOf("Sort {{list}}. Use sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv1234.")).score).toBeLessThanOrEqual(20);
    expect(lint(draftOf("Sort {{list}}. Answer in English. Reply in French.")).score).toBeLessThanOrEqual(60);
    const model = { id: "claude-3-5-sonnet", retiresOn: "2025-10-22", replacement: "claude-sonnet-5-5" };
    const retired = lint(draftOf("Sort {{list}}."), { model, today: new Date("2026-01-01") });
    expect(retired.score).toBeLessThanOrEqual(70);
    expect(retired.findings[0]).toMatchObject({ ruleId: "model-retired", severity: "error" });
    expect(lint(draftOf("Sort {{list}}."), { model, today: new Date("2025-01-01") }).score).toBe(100);
  });

  test("a public prompt makes personal data an error, and a secret in the title counts", () => {
    const draft = draftOf("Mail jane.doe@gmail.com the list of dates.");
    expect(lint(draft).findings[0]!.severity).toBe("warning");
    expect(lint(draft, { isPublic: true }).findings[0]!.severity).toBe("error");
    expect(
      lint(draftOf("Sort {{list}}."), { title: "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv1234" }).score,
    ).toBeLessThanOrEqual(20);
  });

  test("equal prompts get equal reports, with the version and the hash of the rules", () => {
    const draft = randomDraft(randomOf(7), "mixed");
    expect(lint(draft)).toEqual(lint({ ...draft }));
    expect(lint(draft).rulesHash).toMatch(/^[0-9a-f]{64}$/);
    expect(lint(draft).scoreVersion).toBe(2);
  });

  test("no message repeats a secret, not even where another rule quotes the sentence", () => {
    const secret = "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv1234";
    const { findings } = lint(draftOf(`Never use the key ${secret} here. Sort {{list}}. Use the key ${secret} here.`));
    expect(findings.map(({ ruleId }) => ruleId)).toContain("negated-duplicate");
    expect(JSON.stringify(findings)).not.toContain(secret);
  });
});

test("suggestions come most serious first, each with its edit or its question", () => {
  const suggestions = suggestionsOf(
    lint(draftOf("Thank you so much! Greet {{name} and {{name}} now etc. Answer in English. Answer in French.")),
  );
  expect(suggestions.map(({ severity }) => severity)).toEqual(["error", "warning", "warning", "suggestion"]);
  expect(suggestions[0]).toMatchObject({ ruleId: "contradictory-pair", edit: null });
  expect(suggestions[0]!.question).toContain("contradict");
  expect(suggestions.at(-1)!.edit).toMatchObject({ field: "task", replacement: "" });
});

test("variables are read outside code and raw blocks, each once, in order", () => {
  const draft = draftOf(
    '{{b}} {{ a }} {{b}} {"x": {"y": 1}} {{{{raw}}}}{{c}}{{{{/raw}}}}\n```\n{{d}}\n```\n{{{{ {{e}} }}}}',
    { output: "{{f.g}}" },
  );
  expect(variablesOf(draft)).toEqual(["b", "a", "f.g"]);
});
