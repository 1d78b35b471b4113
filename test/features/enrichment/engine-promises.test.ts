import * as fc from "fast-check";
import { expect, test } from "vitest";
import { composePrompt, type Draft } from "../../../src/contract/draft.ts";
import { applyChanges, type Change, provenIntact } from "../../../src/features/enrichment/engine/index.ts";
import { byBuiltIn, judge } from "../../../src/features/enrichment/enhance/result.ts";
import { estimateTokens } from "../../../src/features/enrichment/lint/index.ts";
import { BUILT_IN } from "../../../src/features/models/index.ts";
import { draft, subsetsOf } from "./templates.ts";

/** The number. */
const RUNS = 1_000;
/** Seconds of a core, which other tests want as well. */
const TIMEOUT_MS = 60_000;

const PLACE = {
  promptId: null,
  version: null,
  title: undefined,
  isPublic: false,
  variables: undefined,
  selectedModel: undefined,
};
const choice = { model: BUILT_IN, provider: null, requested: null, named: null };
const enhance = (draft: Draft) => {
  const task = { source: { ...PLACE, draft }, writtenFor: {} };
  return byBuiltIn({ ...task, report: judge(task, draft), choice, input: {} });
};

const tokensOf = (made: Draft): number => estimateTokens(composePrompt(made));

/** Every set of the changes that loses, adds or breaks something, or whose change does not stand once in the source. */
const broken = (source: Draft, changes: readonly Change[]): unknown[] => [
  ...subsetsOf(changes).filter((taken) => !provenIntact(source, applyChanges(source, taken)).intact),
  ...changes.filter(({ field, before }) => (source[field] ?? "").split(before).length !== 2),
];

test(
  "over 1,000 random templates the built-in engine loses nothing, breaks no change, and finds nothing more to do",
  () => {
    let improved = 0;
    fc.assert(
      fc.property(draft, (source) => {
        const { status, enhanced, changes, questions, quality } = enhance(source);
        if (changes.length === 0) {
          expect(enhanced).toEqual(source);
          expect(status).toBe(questions.length > 0 ? "needs_input" : "already_good");
          return;
        }
        improved += 1;
        expect(status).toBe("improved");
        expect(broken(source, changes)).toEqual([]);
        expect(applyChanges(source, changes)).toEqual(enhanced);
        expect(tokensOf(enhanced)).toBeLessThanOrEqual(2 * tokensOf(source));
        expect(quality.after).toBeGreaterThanOrEqual(quality.before);
        expect(enhance(enhanced)).toMatchObject({ enhanced, changes: [] });
      }),
      { numRuns: RUNS },
    );
    expect(improved).toBeGreaterThan(RUNS / 8);
  },
  TIMEOUT_MS,
);
