import { type Expression, sql, type SqlBool } from "kysely";
import { AS_SEARCH } from "../../db/identity.ts";
import type { Scope } from "../../scope.ts";
import { likePatterns, slipsBetween, slipsIn } from "./alike.ts";
import { alikeTitles, bestMatches, type Hit, termsSaid, type TitleRow, trigramHome } from "./queries.ts";
import type { Question } from "./question.ts";

/** How many matches are looked at, and how many of them compared: nobody reads further, and both cost reading them. */
const LOOKED_MAX = 500;
const COMPARED_MAX = 300;
/** With fewer matches than this, titles that look like the question are worth a look. */
const FEW = 50;
/** Titles that are looked at letter by letter. */
const ALIKE_MAX = 1_000;
/** Of one's own titles, which no index finds by their letters: the last changed. */
const NEWEST_MAX = 2_000;
/** Words whose slips are looked for, one after the other. */
const GUESSED_MAX = 3;
/** A word that only the text has counts as half a slip. */
const ELSEWHERE = 0.5;
/** Longer than a stored title. */
const TITLE_LENGTH = 5_000;
/** Extensions come and go with an administrator's work. */
const HOME_KEPT_MS = 600_000;

/** What is searched: the rows that come into question, and which of too many are looked at. */
export type Among = {
  readonly where: Expression<SqlBool>;
  readonly by: "trend_score" | "updated_at";
  /** Whose prompts these are; null for everybody's. */
  readonly owner: string | null;
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

type Alike = Hit & { readonly missing: readonly number[] };

/** The title with its slips, the fewest first and the shortest of equals, and which terms it does not say. */
function compare({ terms }: Question, { id, search_title: title }: TitleRow): Alike {
  const words = title.split(" ");
  const slips = terms.map(({ text }) => Math.min(...words.map((word) => slipsBetween(text, word) ?? Infinity)));
  const missing = [...slips.keys()].filter((index) => slips[index] === Infinity);
  const sum = slips.filter(Number.isFinite).reduce((one, other) => one + other, 0);
  return { id, score: -1 - sum - missing.length * ELSEWHERE - title.length / TITLE_LENGTH, missing };
}

/** Titles with a slip of the pen in this word, as far as they say the others as well, or their prompts do. */
async function alikeBy(word: string, { db }: Asking, question: Question, { where, owner }: Among): Promise<Hit[]> {
  const finder = db.as(AS_SEARCH);
  const limits = { newest: owner === null ? null : NEWEST_MAX, limit: ALIKE_MAX };
  const rows = await finder.rows(alikeTitles(where, likePatterns(word), limits));
  const alike = rows.map((row) => compare(question, row));
  const partly = alike.filter(({ missing }) => missing.length > 0 && missing.length < question.terms.length);
  const ids = partly.map(({ id }) => id);
  const rest = ids.length > 0 ? await finder.rows(termsSaid(ids, question.termQueries)) : [];
  const said = new Map(rest.map((row) => [row.id, row.said]));
  return alike.filter(({ id, missing }) => missing.every((index) => said.get(id)?.[index] === true));
}

/**
 * Titles with a slip of the pen in them, or in the question; all of them below what has the words themselves. The longest
 * word tells titles apart best; where it is spelt right and no title's, the next ones are tried, as long as nothing is found.
 */
async function alike(asking: Asking, question: Question, among: Among, isFound: boolean): Promise<Hit[]> {
  // Scripts without spaces have no words to mistype, and short words are each other's.
  if (question.terms.some(({ dense }) => dense)) return [];
  const guessed = question.terms.filter(({ text }) => slipsIn(text) > 0);
  const longest = guessed.toSorted((one, other) => other.text.length - one.text.length);
  for (const { text } of longest.slice(0, isFound ? 1 : GUESSED_MAX)) {
    const hits = await alikeBy(text, asking, question, among);
    if (hits.length > 0) return hits;
  }
  return [];
}

/**
 * The best answers to a question. Ids only: whoever shows them reads the rows as who they are for. Not for use inside a
 * transaction, which has an identity of its own.
 */
export async function find(scope: Asking, question: Question, among: Among): Promise<Found> {
  const { where, by, owner } = among;
  const home = await homeOf(scope);
  const best = { owner, by, looked: LOOKED_MAX, compared: COMPARED_MAX };
  const rows = await scope.db.as(AS_SEARCH).rows(bestMatches(where, question, best, home));
  const hits = ranked(rows);
  if (home === null || hits.length >= FEW) return { hits, isWhole: (rows[0]?.found ?? 0) <= COMPARED_MAX };
  return { hits: ranked([...hits, ...(await alike(scope, question, among, hits.length > 0))]), isWhole: true };
}

/** Conditions that all must hold, as one. */
export const allOf = (conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> =>
  sql<boolean>`(${sql.join(conditions, sql` and `)})`;
