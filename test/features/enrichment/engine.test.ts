import { describe, expect, test } from "vitest";
import type { Draft } from "../../../src/contract/draft.ts";
import { applyChanges, ChangeMismatch, provenIntact, rewrite } from "../../../src/features/enrichment/engine/index.ts";
import { lint } from "../../../src/features/enrichment/lint/index.ts";
import { draftOf } from "./drafts.ts";

const rewritten = (draft: Draft, options = {}) => rewrite(draft, lint(draft), options);

describe("the built-in enhancer", () => {
  test("leaves a good prompt alone", () => {
    const draft = draftOf("Translate {{text}} to French. Reply with the translation only.");
    expect(rewritten(draft)).toEqual({ status: "already_good", enhanced: draft, changes: [], questions: [] });
  });

  test("asks instead of inventing when a fact is missing", () => {
    const draft = draftOf("Generate a creative story");
    const result = rewritten(draft);
    expect(result).toMatchObject({ status: "needs_input", enhanced: draft, changes: [] });
    expect(result.questions).toEqual(["What should the answer look like: which form, how long, what must be in it?"]);
    expect(rewritten(draftOf("Sort {{list}}. Answer in English. Reply in French.")).questions[0]).toContain(
      "which one is meant?",
    );
  });

  test.each([
    ["invisible characters", "Trans\u200Blate {{text}} to French.", "Translate {{text}} to French.", "hidden-unicode"],
    ["praise", "You are the best AI in the world! Sort {{list}}.", "Sort {{list}}.", "flattery-without-task"],
    [
      "shouting",
      "YOU MUST NEVER ANSWER IN JSON!!! Sort {{list}}.",
      "You must never answer in JSON! Sort {{list}}.",
      "shouting",
    ],
    [
      "a repeated sentence",
      "Keep the names of all people.\nSort {{list}}.\nKeep the names of all people.",
      "Keep the names of all people.\nSort {{list}}.",
      "redundant-paragraph",
    ],
    [
      "a repeated list item",
      "Rules:\n- Keep the names of all people\n- Sort\n- Keep the names of all people\n- End",
      "Rules:\n- Keep the names of all people\n- Sort\n- End",
      "redundant-paragraph",
    ],
    [
      "a secret",
      "Sort {{list}} with ghp_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789.",
      "Sort {{list}} with [redacted].",
      "secret-detected",
    ],
    [
      "a bare variable of a stranger",
      "Name the language of the ticket in one word: {{user_input}}",
      "Name the language of the ticket in one word: <user_input>{{user_input}}</user_input>",
      "untrusted-variable-not-delimited",
    ],
    [
      "a brace missing on a known variable",
      "Greet {{name} politely in one line. Then ask {{name}} for the date.",
      "Greet {{name}} politely in one line. Then ask {{name}} for the date.",
      "unclosed-brace",
    ],
  ])("repairs %s", (_, task, expected, ruleId) => {
    const result = rewritten(draftOf(task));
    expect(result).toMatchObject({ status: "improved", enhanced: draftOf(expected) });
    expect(result.changes).toHaveLength(1);
    expect(result.changes[0]).toMatchObject({ field: "task", ruleId, id: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(rewritten(draftOf(task))).toEqual(result);
  });

  test("makes no new variable and renames none: it asks", () => {
    for (const task of ["Greet {{name} in one line.", "Greet {{name}} and {{Name}} in one line."]) {
      const result = rewritten(draftOf(task));
      expect(result).toMatchObject({ status: "needs_input", changes: [] });
      expect(result.questions).toHaveLength(1);
    }
  });

  test("does not grow a prompt beyond the ratio", () => {
    const draft = draftOf("Classify: {{user_input}}");
    expect(rewritten(draft, { maxTokenGrowth: 1.5 })).toMatchObject({ changes: [], enhanced: draft });
    expect(rewritten(draft, { maxTokenGrowth: 4 }).status).toBe("improved");
  });

  test("shows many repairs of one field as no more changes than asked for", () => {
    const draft = draftOf(
      "Thank you so much! Sort {{list}} by date and by place in one table!!! The dates of the spring come first in it. YOU MUST NEVER DO THAT. Each row has one date and one place in it. Keep\u200B the names of {{people}} as they are.",
    );
    expect(rewritten(draft, { maxChanges: 10 }).changes.length).toBeGreaterThan(3);
    const few = rewritten(draft);
    expect(few.changes.length).toBeLessThanOrEqual(3);
    expect(few.enhanced).toEqual(rewritten(draft, { maxChanges: 10 }).enhanced);
  });
});

describe("changes", () => {
  const draft = draftOf("Thank you so much! Sort {{list}} by date. YOU MUST NEVER DO THAT.", {
    role: "You are the best! You sort.",
  });

  test("can be accepted one by one", () => {
    const { changes, enhanced } = rewritten(draft);
    expect(changes).toHaveLength(3);
    expect(applyChanges(draft, changes.toReversed())).toEqual(enhanced);
    expect(
      applyChanges(
        draft,
        changes.filter(({ field }) => field === "role"),
      ),
    ).toEqual({ ...draft, role: "You sort." });
    expect(applyChanges(draft, [])).toEqual(draft);
  });

  test("that no longer match name themselves", () => {
    const { changes } = rewritten(draft);
    const moved = { ...draft, task: "Something else" };
    const attempt = () => applyChanges(moved, changes);
    expect(attempt).toThrow(ChangeMismatch);
    expect(attempt).toThrow(changes.find(({ field }) => field === "task")!.id);
    expect(() => applyChanges({ ...draft, role: `${draft.role} ${draft.role}` }, changes)).toThrow(ChangeMismatch);
    expect(() => applyChanges(draft, [changes[0]!, changes[0]!])).toThrow(ChangeMismatch);
  });

  test("of an empty field fill it, and only while it is empty", () => {
    const change = {
      id: "a",
      field: "output",
      before: "",
      after: "One line.",
      ruleId: "x",
      reason: "y",
      severity: "warning",
    } as const;
    expect(applyChanges(draftOf("Sort."), [change]).output).toBe("One line.");
    expect(() => applyChanges(draftOf("Sort.", { output: "Two." }), [change])).toThrow(ChangeMismatch);
  });
});

describe("the proof of what survived", () => {
  const fence = "```\nlet a = 1;\n```";
  const source = draftOf(`Sort {{ list }} for {{name}}.\n${fence}`, { context: "{{{{raw}}}}{{x}}{{{{/raw}}}}" });

  test("accepts a rewriting that keeps everything, wherever it stands", () => {
    const moved = draftOf("Order {{ list }} well.", {
      role: "You serve {{name}}.",
      context: `${source.context}\n${fence}`,
    });
    expect(provenIntact(source, moved)).toEqual({
      intact: true,
      lostVariables: [],
      addedVariables: [],
      lostFences: 0,
      lostBlocks: 0,
    });
  });

  test("names what was lost, respelled or added", () => {
    const broken = draftOf("Sort {{list}} for {{name}} and {{more}}.\n```\nlet a = 2;\n```", { context: "" });
    expect(provenIntact(source, broken)).toEqual({
      intact: false,
      lostVariables: ["list"],
      addedVariables: ["more"],
      lostFences: 1,
      lostBlocks: 1,
    });
  });
});
