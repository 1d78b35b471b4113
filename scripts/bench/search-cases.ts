import { asUser } from "../../src/db/identity.ts";
import { nearPublished } from "../../src/features/search/index.ts";
import type { Text } from "./search-corpus.ts";
import { type Case, library, own, THE_FIRST, userAt } from "./search-scope.ts";

/** A slip of the pen: two neighbours in the middle of the word change places. */
function mistyped(word: string): string {
  const middle = Math.floor(word.length / 2);
  return word.slice(0, middle - 1) + word.charAt(middle) + word.charAt(middle - 1) + word.slice(middle + 1);
}

const PRIME = 7_919;

/** What people type, by kind; the texts are those the prompts were made of. */
function questions(texts: readonly Text[]): Record<string, (turn: number) => string> {
  const textAt = (turn: number, kind?: number): Text => {
    const place = kind === undefined ? turn * PRIME : turn * PRIME * 10 + kind;
    const found = texts[place % texts.length];
    if (!found) throw new Error("No texts");
    return found;
  };
  const title = (turn: number) => textAt(turn, 1 + (turn % 4)).title.split(" ");
  const body = (turn: number) => textAt(turn, 1 + (turn % 4)).rawPrompt.split(" ");
  return {
    "one word of a title": (turn) => title(turn)[0] ?? "a",
    "two words of a title": (turn) => title(turn).slice(0, 2).join(" "),
    "a word and the beginning of another": (turn) => title(turn).slice(0, 2).join(" ").slice(0, -2),
    "two words of a body": (turn) => body(turn).slice(5, 7).join(" "),
    "a phrase of six words": (turn) => body(turn).slice(10, 16).join(" "),
    "a rare word": (turn) => body(turn).toSorted((one, other) => other.length - one.length)[0] ?? "a",
    "an everyday word, in most texts": (turn) => body(1)[turn % 30] ?? "a",
    "two everyday words": (turn) => `${body(1)[turn % 30] ?? "a"} ${body(1)[(turn + 7) % 30] ?? "a"}`,
    "a beginning of two letters": (turn) => (title(turn)[1] ?? "ab").slice(0, 2),
    "a word that is nowhere": (turn) => `zzqx${turn}`,
    "two Chinese characters": (turn) => textAt(turn, 0).title.slice(1, 3),
    "four Chinese characters": (turn) => textAt(turn, 0).title.slice(0, 4),
    "one Chinese character": (turn) => textAt(turn, 0).title.slice(1, 2),
    "two Arabic words": (turn) => textAt(turn, 5).title.split(" ").slice(0, 2).join(" "),
    "a typo": (turn) => mistyped((title(turn).find((word) => word.length >= 6) ?? "typewriter").slice(0, 20)),
    "a typo in one of two words": (turn) => `${mistyped(title(turn)[0] ?? "abcdef")} ${title(turn)[1] ?? "ab"}`,
  };
}

/** Searches of one's own prompts, of very many, and of the library. */
export function searches(texts: readonly Text[]): Case[] {
  const search = (name: string, run: Case["run"], runs = 40): Case => ({ name, kind: "search", runs, run });
  const first = (turn: number): string => texts[(turn * PRIME * 10 + 1) % texts.length]?.title.split(" ")[0] ?? "a";
  return [
    ...Object.entries(questions(texts)).flatMap(([name, text]): Case[] => [
      search(`own: ${name}`, (store, turn) => own(store, userAt(store, turn), { search: text(turn) })),
      search(`own, one in twenty: ${name}`, (store, turn) => own(store, THE_FIRST, { search: text(turn) })),
      search(`public: ${name}`, (store, turn) => library(store, { search: text(turn) })),
    ]),
    search("public: one word of a title, by stars", (store, turn) =>
      library(store, { search: first(turn), sort: "stars" }),
    ),
    search("public: an everyday word, by title", (store, turn) =>
      library(store, { search: texts[1]?.rawPrompt.split(" ")[turn % 30] ?? "a", sort: "title" }),
    ),
    search("public: one word, in a category, with a tag", (store, turn) =>
      library(store, { search: first(turn), category: "coding", tag: [texts[1]?.tags[0] ?? "none"] }),
    ),
    search("near-duplicates", ({ database }, turn) =>
      nearPublished({ db: database.as(asUser(null)) }, texts[(turn * PRIME) % texts.length]?.simhash ?? null),
    ),
  ];
}
