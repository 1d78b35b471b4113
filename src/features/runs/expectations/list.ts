import type { z } from "zod";
import { isJudged } from "./check.ts";
import type { Expectation } from "./expectation.ts";
import { patternWeight, PATTERNS_WEIGHT_MAX, readPattern } from "./pattern.ts";

/** Each is asked one after the other, and the time of a job must do for all. */
export const JUDGES_MAX = 3;

/** What each expectation may be for itself, and all of them together not. */
export function checkList(list: readonly Expectation[], context: z.RefinementCtx): void {
  const judges = new Set(list.filter(isJudged).map(({ model }) => model));
  if (judges.size > JUDGES_MAX) {
    context.addIssue({ code: "custom", message: `name more than ${JUDGES_MAX} models to judge` });
  }
  checkPatterns(list, context);
}

/** Weighed before any of them is read, which takes longer. */
function checkPatterns(list: readonly Expectation[], context: z.RefinementCtx): void {
  const patterns = list.flatMap((one, index) => (one.kind === "matches" ? [{ index, pattern: one.pattern }] : []));
  let weight = 0;
  for (const { index, pattern } of patterns) {
    weight += Math.min(patternWeight(pattern), PATTERNS_WEIGHT_MAX / 2);
    const isTooMuch = weight > PATTERNS_WEIGHT_MAX;
    const read = isTooMuch ? { fault: "is too much together with the patterns before it" } : readPattern(pattern);
    if ("fault" in read) context.addIssue({ code: "custom", path: [index, "pattern"], message: read.fault });
    if (isTooMuch) return;
  }
}
