import { z } from "zod";
import { charactersOf, pairsOf, piecesOf } from "./words.ts";

export const SEARCH_MAX = 200;
export const SearchText = z
  .string()
  .min(1)
  .max(SEARCH_MAX)
  .meta({
    description:
      "Words of title, description, tags and text, in any language: all must be there, and the last may be a beginning. " +
      "Where few are found, titles with a typo are as well. Without a letter or digit it finds nothing. By relevance the " +
      "best 300 are listed, and `total` counts these; by any other sort all are",
  });

/** A shorter beginning of a word is in nearly every text. */
const BEGINNING_MIN = 2;

/** One thing asked for: a word, the beginning of one, or a run of a script without spaces, as they are folded. */
export type Term = { readonly text: string; readonly dense: boolean; readonly isBeginning: boolean };

/** A search as the index takes it. */
export type Question = {
  /** In Postgres' syntax, made of letters and digits alone: whatever the caller wrote, none of it is syntax. */
  readonly tsquery: string;
  /** The same of titles and tags alone. */
  readonly titleQuery: string;
  /** The same of each of the terms. */
  readonly termQueries: readonly string[];
  /** The same words with spaces between, as the titles' trigrams are made of. */
  readonly words: string;
  readonly terms: readonly Term[];
};

/** Title and tags have this weight in the index (migrations/0009-store.sql). */
const TITLE = "A";
const quoted = (word: string, how = ""): string => `'${word}'${how && `:${how}`}`;

function termsOf(text: string): Term[] {
  const terms = [...piecesOf(text)]
    .flatMap(({ dense, words }) => (dense ? [words.join("")] : words).map((word) => ({ text: word, dense })))
    .filter((term) => term.text !== "");
  const last = terms.length - 1;
  return terms.map((term, index) => {
    const isBeginning = !term.dense && index === last && term.text.length >= BEGINNING_MIN;
    return { ...term, isBeginning };
  });
}

/** A lone character begins a pair; a longer run is its pairs in a row, so it is found wherever it stands. */
function inIndex({ text, dense, isBeginning }: Term, weight = ""): string {
  const characters = dense ? charactersOf(text) : [];
  if (characters.length < 2) return quoted(text, (dense || isBeginning ? "*" : "") + weight);
  const pairs = pairsOf(characters).slice(0, -1);
  return `(${pairs.map((pair) => quoted(pair, weight)).join(" <-> ")})`;
}

/** Null for a text without a letter or digit: it asks for nothing, and nothing is found. */
export function questionOf(text: string): Question | null {
  const terms = termsOf(text);
  if (terms.length === 0) return null;
  const asked = (weight?: string) => [...new Set(terms.map((term) => inIndex(term, weight)))].join(" & ");
  const words = terms.flatMap(({ text: word, dense }) => (dense ? pairsOf(charactersOf(word)) : [word])).join(" ");
  const termQueries = terms.map((term) => inIndex(term));
  return { tsquery: asked(), titleQuery: asked(TITLE), termQueries, words, terms };
}
