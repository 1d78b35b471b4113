import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { draftOf, NOTES, optionsOf, PAGE, rulesPage } from "../../../scripts/rules-page.ts";
import { lint, RULES } from "../../../src/features/enrichment/lint/index.ts";

test("the page of the rules is what the rules and the notes make it (node scripts/rules.ts)", () => {
  expect(readFileSync(PAGE, "utf8")).toBe(rulesPage());
});

test.each(RULES.map(({ id }) => id))("the bad example of %s breaks it, and the good one breaks nothing", (id) => {
  const note = NOTES[id]!;
  const found = lint(draftOf(note.bad), optionsOf(note.options)).findings.map(({ ruleId }) => ruleId);
  expect(found).toContain(id);
  const good = lint(draftOf(note.good), optionsOf(note.goodOptions));
  expect(good.findings).toEqual([]);
  expect(good.score).toBe(100);
});

test("every note is about a rule", () => {
  expect(Object.keys(NOTES).sort()).toEqual(RULES.map(({ id }) => id).toSorted());
});
