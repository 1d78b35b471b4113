import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composePrompt, type Draft } from "../../../src/contract/draft.ts";
import { applyChanges, provenIntact } from "../../../src/features/enrichment/engine/index.ts";
import type { Question } from "../../../src/features/enrichment/enhance/question.ts";
import { readEdit, readReply } from "../../../src/features/enrichment/enhance/reply.ts";
import { estimateTokens, lint } from "../../../src/features/enrichment/lint/index.ts";
import { draftOf } from "./drafts.ts";
import { edits as drawnEdits, hostileReply } from "./hostile-replies.ts";
import { draft, subsetsOf } from "./templates.ts";

/** The number. */
const RUNS = 1_000;
const TIMEOUT_MS = 60_000;

const questionOf = (source: Draft): Question => ({
  draft: source,
  findings: lint(source).findings.slice(0, 3),
  wishes: "Shorter.",
  maxTokens: 2 * estimateTokens(composePrompt(source)) + 60,
});

const GARBAGE: [string, string][] = [
  ["empty", ""],
  ["an object with nothing in it", "{}"],
  ["a list", "[]"],
  ["null", "null"],
  ["talk", "Sure! Here it is:"],
  ["cut off", '{"edits":['],
  ["of another shape", '{"edits":{},"questions":[]}'],
  ["a NUL", "\0"],
  ["very deep", "[".repeat(5_000)],
];
describe("the reply of a model", () => {
  test(
    "over 1,000 random templates and hostile replies: whatever is taken from one loses nothing, alone or together",
    () => {
      let held = 0;
      fc.assert(
        fc.property(draft, drawnEdits, (source, edits) => {
          const question = questionOf(source);
          const proposal = readReply(question, hostileReply(source, edits));
          if (!proposal) return;
          held += 1;
          for (const taken of subsetsOf(proposal.changes)) {
            const after = applyChanges(source, taken);
            expect(provenIntact(source, after)).toMatchObject({ intact: true, lostVariables: [], addedVariables: [] });
            expect(composePrompt(after)).not.toMatch(/evil\.example|\0/);
            expect(composePrompt(after).isWellFormed()).toBe(true);
          }
          for (const { field, before } of proposal.changes) {
            const text = source[field] ?? "";
            if (before === "") expect(text).toBe("");
            else expect([text.indexOf(before) >= 0, text.indexOf(before)]).toEqual([true, text.lastIndexOf(before)]);
          }
          expect(applyChanges(source, proposal.changes)).toEqual(proposal.enhanced);
          expect(estimateTokens(composePrompt(proposal.enhanced))).toBeLessThanOrEqual(question.maxTokens);
          expect(JSON.stringify(proposal)).not.toContain("c4f1e09b7a52");
        }),
        { numRuns: RUNS },
      );
      expect(held).toBeGreaterThan(RUNS / 40); // or nothing was proved
    },
    TIMEOUT_MS,
  );

  test.each(GARBAGE)("that is %s is none, and throws nothing", (_what, text) => {
    const question = questionOf(draftOf("Write about {{topic}} etc."));
    expect(readReply(question, text)).toBeNull();
    expect(readEdit(question, text)).toBeNull();
  });

  test("whose changes hold alone and all together, but not two of the three, is not taken", () => {
    const source = draftOf("Sort {{list}} now. Then print {{list}} etc.", { output: null });
    const [first, second] = ["Sort {{list}} now.", "Then print {{list}} etc."];
    const edits = [
      { field: "task", before: first, after: "Sort it now.", ruleId: "instructions", reason: "a" },
      { field: "task", before: second, after: "Then print it.", ruleId: "instructions", reason: "b" },
      { field: "output", before: "", after: "The list {{list}}.", ruleId: "instructions", reason: "c" },
    ];
    const read = (some: object[]) => readReply(questionOf(source), JSON.stringify({ edits: some, questions: [] }));
    expect(read(edits)).toBeNull();
    expect(read([edits[0]!, edits[2]!])?.changes).toHaveLength(2);
  });
});
