import { type Expression, sql, type SqlBool } from "kysely";
import { build, type Compilable, type Query, statement } from "../../db/build.ts";
import type { PromptsTable } from "../../db/tables.ts";
import { isBeyond, type Order, type Place } from "../listing/index.ts";

// Everything here is asked through AS_SEARCH (db/identity.ts): rows are read by id through their reader's own door.

type Where = Expression<SqlBool>;
export type Hit = { readonly id: string; readonly score: number };
type Column = keyof PromptsTable;

const QUARTER = 65_535;
/** A title says more than fifty words of the body; D and B stand for nothing here. */
const WEIGHTS = sql.lit("{0, 0.02, 0, 1}");
/** Divides a rank by itself + 1, so that no text outgrows a title by repeating itself. */
const BOUNDED = sql.lit(32);

const asked = (tsquery: string) => sql`to_tsquery('simple', ${tsquery})`;
export const matches = (tsquery: string) => sql<boolean>`search @@ ${asked(tsquery)}`;
const titleMatches = (tsquery: string) => sql<boolean>`to_tsvector('simple', search_title) @@ ${asked(tsquery)}`;

type Asked = { readonly tsquery: string; readonly words: string };
type Best = {
  /** Which of too many matches are looked at: the first by this column. */
  readonly by: "trend_score" | "updated_at";
  /** Whether titles have an index of their own here, so that the best of them are never among those left out. */
  readonly titles: boolean;
  readonly limit: number;
};

/** How well the candidates answer; `home` is where pg_trgm lives, null where it does not. */
export function bestMatches(where: Where, { tsquery, words }: Asked, { by, titles, limit }: Best, home: string | null) {
  const candidates = (condition: Where, name: string) =>
    build
      .selectFrom("prompts")
      .select(["id", "search", "search_title"])
      .where(where)
      .where(condition)
      .orderBy(by, "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .as(name);
  const likeness =
    home === null
      ? sql`0`
      : sql`${sql.id(home, "word_similarity")}(${words}, search_title) +
    ${sql.id(home, "similarity")}(${words}, search_title)`;
  const score = sql<number>`(ts_rank_cd(${WEIGHTS}, search, ${asked(tsquery)}, ${BOUNDED}) + ${likeness})::float8`;
  const all = build.selectFrom(candidates(matches(tsquery), "found")).select(["id", score.as("score")]);
  if (!titles) return all;
  return all.unionAll(build.selectFrom(candidates(titleMatches(tsquery), "titled")).select(["id", score.as("score")]));
}

/** From which likeness on `<%` holds, until the transaction ends. */
export const setLikeness = statement((p: { threshold: string }) => ({
  compile: () => sql`select set_config('pg_trgm.word_similarity_threshold', ${p.threshold}, true)`.compile(build),
}));

export type AlikeRow = { readonly id: string; readonly likeness: number; readonly search_title: string };
/** Titles that have something like each of the words in them, the most alike first. */
export const alikeTitles = (
  where: Where,
  words: readonly string[],
  { home, limit }: { home: string; limit: number },
) => {
  const likeness = sql<number>`${sql.id(home, "word_similarity")}(${words.join(" ")}, search_title)::float8`;
  return build
    .selectFrom("prompts")
    .select(["id", "search_title", likeness.as("likeness")])
    .where(where)
    .where((eb) => eb.and(words.map((word) => sql<boolean>`${word} operator(${sql.id(home)}.<%) search_title`)))
    .orderBy("likeness", "desc")
    .orderBy("id", "desc")
    .limit(limit);
};

type Span = { readonly after: Place | null; readonly limit: number; readonly offset: number };
/** The ids of one page in a list's order. */
export const idsInOrder = <C extends Column>(where: Where, order: Order<C>, { after, limit, offset }: Span) =>
  build
    .selectFrom("prompts")
    .select("id")
    .where(where)
    .$if(after !== null, (q) => (after === null ? q : q.where(isBeyond(order, after))))
    .orderBy(sql.ref(order.column), order.direction)
    .orderBy("id", order.direction)
    .limit(limit)
    .offset(offset);

export const countWhere = (where: Where) =>
  build
    .selectFrom("prompts")
    .select(sql<number>`count(*)::int`.as("total"))
    .where(where);

/** The schema of pg_trgm, where it is installed and may be used. */
export const trigramHome: Query<{ home: string }> = {
  name: "p_trigram_home",
  sql: `select n.nspname as home from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm' and has_schema_privilege(n.oid, 'usage')`,
  parameters: [],
};

export type NearRow = { readonly id: string; readonly bits: number };
type Near = { simhash: string; except: string | null; bits: number; limit: number };
const quarter = (shift: number) =>
  shift === 0 ? sql`(simhash & ${sql.lit(QUARTER)})` : sql`((simhash >> ${sql.lit(shift)}) & ${sql.lit(QUARTER)})`;
const quarterOf = (simhash: string, shift: number) =>
  sql`((${simhash}::bigint >> ${sql.lit(shift)}) & ${sql.lit(QUARTER)})`;
/**
 * Published prompts whose SimHash differs in at most `bits` bits, the nearest first, as far as they share one of its four
 * quarters: up to three bits all do.
 */
export const nearDuplicates = statement((p: Near): Compilable<NearRow> => {
  const shares = sql.join(
    [0, 16, 32, 48].map((shift) => sql`${quarter(shift)} = ${quarterOf(p.simhash, shift)}`),
    sql` or `,
  );
  const bits = sql`bit_count((simhash # ${p.simhash}::bigint)::bit(64))`;
  const query = sql<NearRow>`select id, ${bits}::int as bits from promptr.prompts
    where is_public and moderation_status = 'approved' and deleted_at is null and (${shares})
      and ${bits} <= ${p.bits} and id is distinct from ${p.except}::uuid
    order by bits, id limit ${p.limit}`;
  return { compile: () => query.compile(build) };
});
