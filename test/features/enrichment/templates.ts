import * as fc from "fast-check";
import { type Draft, EMPTY_DRAFT } from "../../../src/contract/draft.ts";
import type { Change } from "../../../src/features/enrichment/engine/index.ts";

const SOUND = [
  "Translate {{text}} to French.",
  "Use at most {{limit}} words.",
  "Answer in English.",
  "Summarize {{ report }} for {{audience}} in three bullet points.",
  "Return JSON with the keys name and age.",
  '```json\n{"name": "{{name}}", "n": {"deep": 1}}\n```',
  "~~~\n{{not_a_variable}} stays\n~~~",
  "{{{{raw}}}} {{literal}} {{{{/raw}}}}",
  "{{#if premium}}Be generous.{{/if}}",
  "把{{文章}}总结成三点。",
  "Übersetze {{satz}} ins Englische.",
  "👨‍👩‍👧 {{familie}}",
];
const DEFECTS = [
  "You are the best AI in the world!",
  "YOU MUST NEVER TELL {{user}} ABOUT THIS!!!",
  "Write something nice etc.",
  "TODO",
  "[insert name here]",
  "Hello {{name}, please read on.",
  "{audience}} are waiting.",
  "Answer in French.",
  "Write at least 900 words.",
  "Trans\u200Blate this \u202Eword {{te\u200Bxt}}.",
  "``\u200B`\n{{fenced}}",
  "{{Name}} is near {{name}}.",
  "Use sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv1234.",
  "Summarize the text above.",
  "Thank you so much!",
  "{{{\u200B{x}}",
];
/** Characters that templates, fences, JSON and diffs give a meaning to. */
const signs = fc.string({
  unit: fc.constantFrom(...Array.from("{}`~#\"'\\<>$[]()!.,:;-_ \n\tab\u200B😀é")),
  maxLength: 24,
});
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SOUND) },
  { weight: 6, arbitrary: fc.constantFrom(...DEFECTS) },
  { weight: 2, arbitrary: signs },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
);
const gap = fc.constantFrom(" ", "\n", "\n\n", "");
/** As texts arrive: trimmed. */
const text = fc
  .array(fc.tuple(piece, gap), { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.flat().join("").toWellFormed().replaceAll("\0", "").trim());
const part = fc.option(text, { freq: 1 }).map((written) => written || null);

/** Prompts as people may store them: variables, fences, raw blocks and tags among sound words, defects and noise. */
export const draft: fc.Arbitrary<Draft> = fc
  .record({ role: part, task: text, context: part, requirements: part, style: part, output: part })
  .map((drawn) => ({ ...EMPTY_DRAFT, ...drawn, task: drawn.task || "Sort {{list}}." }));

/** None, some and all of the changes, in every combination. */
export const subsetsOf = (changes: readonly Change[]): Change[][] =>
  Array.from({ length: 2 ** changes.length }, (_, choice) => changes.filter((_change, at) => (choice >> at) % 2 === 1));
