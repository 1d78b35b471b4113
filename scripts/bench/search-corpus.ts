import { searchTexts, simhashOf } from "../../src/features/search/index.ts";

/** What one person has; but the first has one prompt of twenty, and everybody whose prompts those would be has none. */
const EACH = 100;
export const EMPTY_HANDED = 20;
export const usersOf = (prompts: number): number => Math.ceil(prompts / EACH);
export const userId = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
/** Texts that differ; every prompt is one of them, so a word is in the same share of the prompts however many there are. */
export const TEXTS = 10_000;
const VOCABULARY = 20_000;
/** The commonest words are in every text and in no title. */
const EVERYDAY = 40;
const SYLLABLES =
  "ba be bi bo bu ca ce co da de di do fa fe fi ga ge gi go ha he ho ja jo ka ke ko la le li lo lu ma me mi mo mu na ne ni no pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo wa we wi".split(
    " ",
  );
export const CATEGORIES = ["general", "writing", "coding", "analysis", "marketing", "education", "research"];

/** Repeatable chance (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const at = <T>(list: readonly T[], share: number): T => {
  const found = list[Math.floor(share * list.length)];
  if (found === undefined) throw new Error("An empty list");
  return found;
};

function vocabulary(random: () => number): string[] {
  const words = new Set<string>();
  while (words.size < VOCABULARY)
    words.add(Array.from({ length: 2 + Math.floor(random() * 3) }, () => at(SYLLABLES, random())).join(""));
  return [...words];
}

const HAN = Array.from({ length: 1_500 }, (_, index) => String.fromCodePoint(0x4e00 + index * 5));

const ARABIC = Array.from({ length: 28 }, (_, index) => String.fromCodePoint(0x627 + index)).filter((letter) =>
  /\p{L}/u.test(letter),
);

/** Texts whose words are as frequent as in a language (Zipf); every tenth is Chinese, and every tenth Arabic. */
export function corpus() {
  const random = chance(1);
  const words = vocabulary(random);
  const han = () => Array.from({ length: 4 + random() * 8 }, () => at(HAN, random() ** 2)).join("");
  const arabic = Array.from({ length: 3_000 }, () =>
    Array.from({ length: 3 + random() * 4 }, () => at(ARABIC, random())).join(""),
  );
  const latin = (from = 0) => words[from + Math.floor((VOCABULARY - from) ** random()) - 1] ?? "";
  const many = (count: number, make: () => string) => Array.from({ length: count }, make);
  return Array.from({ length: TEXTS }, (_, index) => {
    const chinese = index % 10 === 0;
    const word = index % 10 === 5 ? () => at(arabic, random() ** 3) : latin;
    const title = chinese ? han() : many(3 + random() * 4, () => word(EVERYDAY)).join(" ");
    const tags = many(random() * 4, () => word(EVERYDAY));
    const rawPrompt = chinese ? many(12, han).join("，") : many(60 + random() * 140, () => word()).join(" ");
    const description = random() < 0.5 ? null : many(8, () => word()).join(" ");
    const simhash = simhashOf(rawPrompt);
    return {
      title,
      tags: [...new Set(tags)],
      description,
      rawPrompt,
      simhash,
      ...searchTexts({ title, tags, description, rawPrompt }),
    };
  });
}
export type Text = ReturnType<typeof corpus>[number];
