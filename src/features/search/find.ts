import { type Expression, sql, type SqlBool } from "kysely";
import { AS_SEARCH } from "../../db/identity.ts";
import type { Scope } from "../../scope.ts";
import { isAlike, slipsIn } from "./alike.ts";
import { alikeTitles, bestMatches, type Hit, setLikeness, trigramHome } from "./queries.ts";
import type { Question } from "./question.ts";

/** How many matches are compared; nobody reads further, and comparing costs reading them. */
const COMPARED_MAX = 1_000;
/** With fewer matches than this, titles that look like the question are worth a look. */
const FEW = 50;
const ALIKE_MAX = 200;
/** What the likeness of a word falls to by one slip; more than that is sorted out by looking at its letters. */
const LIKENESS_MIN = "0.3";
const GUESSED_MAX = 8;
/** More than likeness can be, so that what is only alike is below everything else. */
const BELOW = 2;
/** Extensions come and go with an administrator's work. */
const HOME_KEPT_MS = 600_000;

/** What is searched: the rows that come into question, and which of too many are looked at. */
export type Among = {
  readonly where: Expression<SqlBool>;
  readonly by: "trend_score" | "updated_at";
  readonly titles: boolean;
};
export type Found = {
  /** The best first; equally good ones by their id. */
  readonly hits: readonly Hit[];
  /** False when there were more matches than are compared. */
  readonly isWhole: boolean;
};

type Asking = Pick<Scope, "db" | "ports">;

const homeOf = async ({ db, ports }: Asking): Promise<string | null> => {
  const options = { tags: [], ttlMs: HOME_KEPT_MS };
  const load = async () => ({ home: (await db.as(AS_SEARCH).first(trigramHome))?.home ?? null });
  return (await ports.cache.get("search:trigrams", options, load)).home;
};

const ranked = (hits: Iterable<Hit>): Hit[] => {
  const best = new Map<string, Hit>();
  for (const hit of hits) if (hit.score > (best.get(hit.id)?.score ?? -Infinity)) best.set(hit.id, hit);
  return [...best.values()].sort((one, other) => other.score - one.score || (one.id < other.id ? 1 : -1));
};

const saysAll = ({ terms }: Question, title: string): boolean => {
  const words = title.split(" ");
  return terms.every(({ text }) => words.some((word) => isAlike(text, word)));
};

/** Titles with a slip of the pen in them, or in the question; all of them below what has the words themselves. */
async function alike({ db }: Asking, question: Question, where: Among["where"], home: string): Promise<Hit[]> {
  const guessed = question.terms.filter(({ text }) => slipsIn(text) > 0).slice(0, GUESSED_MAX);
  // Scripts without spaces have no words to mistype, and short words are each other's.
  if (guessed.length === 0 || question.terms.some(({ dense }) => dense)) return [];
  const words = guessed.map(({ text }) => text);
  const rows = await db.as(AS_SEARCH).transaction(async (inner) => {
    await inner.rows(setLikeness({ threshold: LIKENESS_MIN }));
    return inner.rows(alikeTitles(where, words, { home, limit: ALIKE_MAX }));
  });
  const meant = rows.filter(({ search_title: title }) => saysAll(question, title));
  return meant.map(({ id, likeness }) => ({ id, score: likeness - BELOW }));
}

/**
 * The best answers to a question. Ids only: whoever shows them reads the rows as who they are for. Not for use inside a
 * transaction, which has an identity of its own.
 */
export async function find(scope: Asking, question: Question, { where, by, titles }: Among): Promise<Found> {
  const home = await homeOf(scope);
  const best = { by, titles, limit: COMPARED_MAX / (titles ? 2 : 1) };
  const rows = await scope.db.as(AS_SEARCH).rows(bestMatches(where, question, best, home));
  const hits = ranked(rows);
  if (home === null || hits.length >= FEW) return { hits, isWhole: rows.length < best.limit };
  return { hits: ranked([...hits, ...(await alike(scope, question, where, home))]), isWhole: true };
}

/** Conditions that all must hold, as one. */
export const allOf = (conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> =>
  sql<boolean>`(${sql.join(conditions, sql` and `)})`;
