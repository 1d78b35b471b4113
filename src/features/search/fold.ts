/**
 * Marks that are written or left out at will: accents of Latin, Greek and Cyrillic, points of Hebrew, harakat and hamza of
 * Arabic, variation selectors; and what is not seen at all: joiners, soft hyphens, tatweel. Vowel signs of Indic scripts,
 * tones of Thai and voicing of kana are letters to their readers and stay.
 */
const OPTIONAL_MARKS = [
  String.raw`\u0300-\u036F\u0483-\u0487\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F`, // Latin, Greek, Cyrillic
  String.raw`\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7`, // Hebrew
  String.raw`\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED`, // Arabic
  String.raw`\uFE00-\uFE0F\u{E0100}-\u{E01EF}\p{Cf}`,
];
const OPTIONAL = new RegExp(`[${OPTIONAL_MARKS.join("")}]+`, "gu");
/** Letters that no normal form takes apart, and people type as others. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  ı: "i",
  ς: "σ",
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");
const PLAIN = /^[\0-\x7F]*$/;

/** Text as search compares it: compatibility forms, case and what is written at will are gone. Folding twice changes nothing. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(OPTIONAL, "")
    .replaceAll(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFC");
}
