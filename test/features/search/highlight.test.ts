import { expect, test } from "vitest";
import { EMPTY_DRAFT } from "../../../src/contract/draft.ts";
import { highlighter } from "../../../src/features/search/highlight.ts";
import { questionOf } from "../../../src/features/search/question.ts";

type Row = { title?: string; description?: string | null; rawPrompt?: string; tags?: string[] };
const marks = (search: string, { rawPrompt = "", ...row }: Row) =>
  highlighter(questionOf(search)!)({ title: "", description: null, tags: [], ...EMPTY_DRAFT, task: rawPrompt, ...row });
/** What the spans cut out of the snippets. */
const marked = (search: string, row: Row): [string, string[]][] =>
  marks(search, row).map(({ field, snippet, spans }) => [field, spans.map((span) => snippet.slice(...span))]);

test("the words stand in the original text, with its case, accents and width", () => {
  expect(marked("strasse uber", { title: "Die ÜBER-Straße" })).toEqual([["title", ["ÜBER", "Straße"]]]);
  expect(marked("cafe", { title: "Un cafe\u0301 noir" })).toEqual([["title", ["cafe\u0301"]]]);
  expect(marked("abc", { title: "x ＡＢＣ y" })).toEqual([["title", ["ＡＢＣ"]]]);
  expect(marked("сво", { title: "Моя СВОДКА" })).toEqual([["title", ["СВОДКА"]]]);
  expect(marked("محمد", { title: "كتاب مُحَمَّد" })).toEqual([["title", ["مُحَمَّد"]]]);
});

test("in a script without spaces it is the run that was asked for, wherever it stands", () => {
  expect(marked("京タワ", { title: "明日、東京タワーへ" })).toEqual([["title", ["京タワ"]]]);
  expect(marked("ガギ", { title: "ア ｶﾞｷﾞグ" })).toEqual([["title", ["ｶﾞｷﾞ"]]]);
  expect(marked("ภาษา", { title: "เรียนภาษาไทย" })).toEqual([["title", ["ภาษา"]]]);
  const decomposed = "한국어를".normalize("NFD");
  expect(marked("한국", { title: decomposed })[0]?.[1][0]?.normalize("NFC")).toBe("한국");
  expect(marked("手机", { title: "iPhone手机很好，手机" })).toEqual([["title", ["手机", "手机"]]]);
});

test("a snippet is a piece of the field, 160 characters at most, that begins at a word and breaks no character", () => {
  const rawPrompt = `${"🚀 filler words ".repeat(500)}needle${" 🚀🚀 after".repeat(100)}`;
  const [mark] = marks("needle", { rawPrompt });
  expect(rawPrompt).toContain(mark!.snippet);
  expect(mark!.snippet.length).toBeLessThanOrEqual(160);
  expect(mark!.snippet.isWellFormed()).toBe(true);
  expect(mark!.snippet).toMatch(/^\S/);
  expect(mark!.spans.map((span) => mark!.snippet.slice(...span))).toEqual(["needle"]);
  for (let at = 0; at < 300; at += 7) {
    const text = "𝒳".repeat(at) + " needle " + "𝒳".repeat(200);
    const [one] = marks("needle", { description: text });
    expect(text).toContain(one!.snippet);
    expect(one!.snippet.isWellFormed()).toBe(true);
    expect(one!.snippet.slice(...one!.spans[0]!)).toBe("needle");
  }
});

test("three snippets at most, the title first, and a tag stands alone", () => {
  const row = { title: "Mail", description: "about mail", rawPrompt: "Write a mail", tags: ["work", "Mail-merge"] };
  expect(marked("mail", row).map(([field]) => field)).toEqual(["title", "description", "rawPrompt"]);
  expect(marks("merge", row)).toEqual([{ field: "tags", snippet: "Mail-merge", spans: [[5, 10]] }]);
});

test("where only a look-alike was found, the look-alike is marked", () => {
  expect(marked("emial", { title: "Cold Email writer", rawPrompt: "no such word" })).toEqual([["title", ["Email"]]]);
  expect(marked("zzz", { title: "Cold Email writer" })).toEqual([]);
});
