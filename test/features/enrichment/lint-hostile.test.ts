import { describe, expect, test } from "vitest";
import { FINDINGS_MAX, lint } from "../../../src/features/enrichment/lint/index.ts";
import { draftOf } from "./drafts.ts";

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
    const of = (characters: number) => draftOf(unit.repeat(Math.ceil(characters / unit.length)));
    const options = { isPublic: true, variables: [{ name: "x" }], model: { id: "m", refuses: ["temperature"] } };
    expect(lint(of(size), options).findings.length).toBeLessThanOrEqual(FINDINGS_MAX);
    expect(lint(of(size / 100), options)).toEqual(lint(of(size / 100), options));
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
