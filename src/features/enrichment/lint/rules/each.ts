import type { Hit } from "../context.ts";

const EACH = new Set(
  "each every per apiece cada je jeder jede jedes jeden jeweils chaque chacun chacune par 各 每 प्रत्येक हर كل".split(" "),
);
const EACH_WORDS = 4;

/** A length of each of several things: "at most 50 words each". */
export const isOfEach = ({ part, match: { sentence, from, to } }: Hit): boolean =>
  part.words
    .slice(Math.max(sentence.from, from - EACH_WORDS), Math.min(sentence.to, to + EACH_WORDS))
    .some(({ text }) => EACH.has(text));
