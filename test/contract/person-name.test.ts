import { expect, test } from "vitest";
import { oneLine, PersonName } from "../../src/contract/person-name.ts";

test.each([
  "Ada Lovelace",
  "José Ñandú-O'Brien, Jr.",
  "محمد نور",
  "علی\u200Cرضا", // Persian: the parts of the name must not join
  "ශ්\u200Dරී",
  "李小龍",
  "👩\u200D💻 Ada",
  "x".repeat(200),
])("%s is a name", (name) => {
  expect(PersonName.parse(` ${name} `)).toBe(name);
});

test.each([
  ["nothing", " \t "],
  ["too much", "x".repeat(201)],
  ["a second line", "Ada\r\nBcc: eve@example.com"],
  ["a line separator", "Ada\u2028Eve"],
  ["a tab", "Ada\tEve"],
  ["a NUL", "Ada\u0000"],
  ["a C1 control", "Ada\u0085Eve"],
  ["an override of the direction", "\u202EadA"],
  ["an isolate", "Ada\u2066Eve"],
  ["a direction mark", "Ada\u200F Eve"],
  ["an Arabic direction mark", "Ada\u061CEve"],
  ["a space without a width", "Ada\u200BEve"],
  ["a word joiner", "Ada\u2060Eve"],
  ["invisible tags", "Ada\u{E0041}"],
  ["half a character", "Ada\uD83D"],
  ["joiners alone", "\u200C\u200D"],
])("%s makes no name", (_what, text) => {
  expect(PersonName.safeParse(text).success).toBe(false);
});

test("a line of another length is under the same rules", () => {
  const Line = oneLine(5);
  expect(Line.parse(" abcde ")).toBe("abcde");
  for (const text of ["", "abcdef", "a\nb", "a\u202Eb"]) expect(Line.safeParse(text).success).toBe(false);
});
