import { expect, test } from "vitest";
import { isAlike } from "../../../src/features/search/alike.ts";
import { fold } from "../../../src/features/search/fold.ts";
import { questionOf } from "../../../src/features/search/question.ts";
import { searchTexts } from "../../../src/features/search/texts.ts";
import { wordsOf } from "../../../src/features/search/words.ts";

const bodyOf = (rawPrompt: string): string =>
  searchTexts({ title: "t", description: null, tags: [], rawPrompt }).searchBody;

test("folding twice is folding once, whatever the character", () => {
  for (let block = 0; block < 0x30000; block += 64) {
    const codes = Array.from({ length: 64 }, (_, index) => block + index).filter(
      (code) => code < 0xd800 || code > 0xdfff,
    );
    const once = fold(codes.map((code) => `a${String.fromCodePoint(code)}`).join(" "));
    expect(fold(once), `U+${block.toString(16)}`).toBe(once);
  }
});

test("case, accents, width and optional marks make no difference; marks that are letters do", () => {
  for (const [one, other] of [
    ["Über-Straße", "uber strasse"],
    ["ΟΔΟΣ", "οδός"],
    ["İSTANBUL ısı", "istanbul isi"],
    ["ＡＢＣ　１２３", "abc 123"],
    ["Đặng Việt", "dang viet"],
    ["Ёлка", "елка"],
    ["مُحَمَّدٌ أحمد ـكتاب", "محمد احمد كتاب"],
    ["شَـــلام", "شلام"],
    ["שָׁלוֹם", "שלום"],
    ["می\u200Cخواهم", "میخواهم"],
    ["ｶﾞｷﾞ", "ガギ"],
    ["한국어".normalize("NFD"), "한국어"],
    ["ﬁle №7 x²", "file 7 x2"],
    ["co\u00ADoperate", "cooperate"],
  ] as const)
    expect(wordsOf(one), one).toEqual(wordsOf(other));
  for (const [one, other] of [
    ["हिन्दी", "हनद"],
    ["किताब", "कताब"],
    ["ไม้", "ไม"],
    ["が", "か"],
    ["বাংলা", "বল"],
  ] as const)
    expect(wordsOf(one), one).not.toEqual(wordsOf(other));
});

test("words end where letters end; scripts without spaces are pairs of neighbours", () => {
  expect(wordsOf("don't user_name v2.0 e-mail")).toEqual(["don", "t", "user", "name", "v2", "0", "e", "mail"]);
  expect(wordsOf("iPhone手机")).toEqual(["iphone", "手机", "机"]);
  expect(wordsOf("東京タワー")).toEqual(["東京", "京タ", "タワ", "ワー", "ー"]);
  expect(wordsOf("ไทย")).toEqual(["ไท", "ทย", "ย"]);
  expect(wordsOf("हिन्दी में")).toEqual(["हिन्दी", "में"]);
  expect(wordsOf("🚀 !!! … \0 \uD800")).toEqual([]);
  expect(wordsOf("x".repeat(5_000))).toEqual(["x".repeat(64)]);
  expect(wordsOf("𐐨".repeat(5_000)).every((word) => word.isWellFormed())).toBe(true);
});

test("a long text is found by its last word, and what is stored of it never outgrows its column", () => {
  const english = `${"lorem ipsum dolor ".repeat(10_000)}lastword`;
  const chinese = `${Array.from({ length: 150_000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * index) % 800))).join("")}尾`;
  for (const text of [english, chinese, "é".repeat(180_000), "a b ".repeat(45_000)])
    expect(bodyOf(text).length).toBeLessThanOrEqual(60_000);
  expect(bodyOf(english)).toMatch(/ lastword$/);
  expect(bodyOf(chinese)).toMatch(/尾$/);
  const tags = Array.from({ length: 20 }, (_, index) => "標".repeat(38) + index);
  const { searchTitle } = searchTexts({ title: "題".repeat(200), description: null, tags, rawPrompt: "" });
  expect(searchTitle.length).toBeLessThanOrEqual(4_000);
});

test("no character of a search is syntax of a tsquery", () => {
  const hostile = "a' | b & !c <-> (d:*) \\e 'f' :A * % \0 ; drop table 🚀 g:h";
  expect(questionOf(hostile)?.tsquery).toMatch(/^'[a-z]+'( & '[a-z]+')*$/);
  for (let code = 1; code < 0x3000; code += 1) {
    const query = questionOf(`x${String.fromCodePoint(code)}yy`)?.tsquery ?? "";
    expect(query.replaceAll(/'[\p{L}\p{M}\p{N}]+'(?::\*)?/gu, "W"), `U+${code.toString(16)}`).toMatch(
      /^(?:W|\(W(?: <-> W)*\))(?: & (?:W|\(W(?: <-> W)*\)))*$/,
    );
  }
  for (const nothing of ["%", "'", "!&|", "🚀🚀", "\0", "   ", "…"]) expect(questionOf(nothing)).toBeNull();
});

test("the last word of a search may be a beginning; a run of a script without spaces is found within another", () => {
  expect(questionOf("release note")?.tsquery).toBe("'release' & 'note':*");
  expect(questionOf("a")?.tsquery).toBe("'a'");
  expect(questionOf("京タワ")?.tsquery).toBe("('京タ' <-> 'タワ')");
  expect(questionOf("京")?.tsquery).toBe("'京':*");
});

test("one slip of the pen in a word of four letters, two in one of eight, none in a shorter one", () => {
  for (const [asked, word] of [
    ["emial", "email"],
    ["promt", "prompt"],
    ["realease", "release"],
    ["summry", "summary"],
    ["trasnlatoin", "translation"],
    ["мерктинг", "маркетинг"],
    ["note", "notebook"],
  ] as const)
    expect(isAlike(asked, word), asked).toBe(true);
  for (const [asked, word] of [
    ["cat", "car"],
    ["email", "evil"],
    ["release", "recipes"],
    ["translation", "transport"],
  ] as const)
    expect(isAlike(asked, word), asked).toBe(false);
});
