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

/** Up to so many prompts of one person are read for each search: a few milliseconds. */
const READ_THROUGH_MAX = 2_000;

/** A title that holds nothing but the question counts nearly twice, one of a hundred letters a sixth more. */
const brevity = sql`(1 + 20.0 / (20 + length(search_title)))`;

const asked = (tsquery: string) => sql`to_tsquery('simple', ${tsquery})`;
export const matches = (tsquery: string) => sql<boolean>`search @@ ${asked(tsquery)}`;

type Asked = { readonly tsquery: string; readonly titleQuery: string; readonly words: string };
type Best = {
  /** Whose prompts these are; null for everybody's. */
  readonly owner: string | null;
  /** Which of too many matches are looked at: the first by this column. */
  readonly by: "trend_score" | "updated_at";
  /** How many are looked at, and how many of these are compared, those first whose title says it all. */
  readonly looked: number;
  readonly compared: number;
};
/** `found` is how many were looked at, on every row. */
export type Match = Hit & { readonly found: number };

/**
 * The matches that come into question. Reading all that one person has is quicker than asking the index of everybody's
 * words, up to some thousands of prompts, and the planner cannot know it: what an intersection of long lists costs is no part
 * of its model.
 */
function matching(where: Where, { tsquery, titleQuery }: Asked, { owner, by, looked }: Best) {
  const columns = sql`id, ${sql.ref(by)}, ${matches(titleQuery)} as titled`;
  const first = sql`order by ${sql.ref(by)} desc, id desc limit ${looked}`;
  const byIndex = sql`select ${columns} from promptr.prompts where ${where} and ${matches(tsquery)}`;
  if (owner === null) return sql`${byIndex} ${first}`;
  const counted = sql`select from promptr.prompts where user_id = ${owner} limit ${sql.lit(READ_THROUGH_MAX + 1)}`;
  const isLarge = sql`(select count(*) > ${sql.lit(READ_THROUGH_MAX)} from (${counted}) as owned)`;
  const all = sql`select id, ${sql.ref(by)}, search from promptr.prompts where ${where} offset 0`;
  return sql`(select ${columns} from (${all}) as mine where ${matches(tsquery)} and not ${isLarge} ${first})
    union all (${byIndex} and ${isLarge} ${first})`;
}

/**
 * How well the candidates answer: the rank of the words, how much of the question a title has, and how little else. `home`
 * is where pg_trgm lives, null where it does not.
 */
export function bestMatches(where: Where, question: Asked, best: Best, home: string | null) {
  const { tsquery, words } = question;
  const order = sql`${sql.ref(best.by)} desc, id desc`;
  const rank = sql`ts_rank_cd(${WEIGHTS}, search, ${asked(tsquery)}, ${BOUNDED})`;
  const likeness = home === null ? sql`0` : sql`${sql.id(home, "word_similarity")}(${words}, search_title)`;
  // The texts to compare are read by id at the end: sorting them all would take them along.
  const query = sql<Match>`with found as materialized (
    ${matching(where, question, best)}
  ), compared as (select id as chosen from found order by titled desc, ${order} limit ${best.compared})
  select id, (${rank} + ${likeness} * ${brevity})::float8 as score, (select count(*)::int from found) as found
  from compared join promptr.prompts on id = chosen`;
  return { compile: () => query.compile(build) } satisfies Compilable<Match>;
}

export type TitleRow = { readonly id: string; readonly search_title: string };
type Titles = {
  /** Of how many of the last changed; null where titles have an index of their own, and all are looked through. */
  readonly newest: number | null;
  readonly limit: number;
};
/** Titles that something matches which one word may have been meant to be. */
export function alikeTitles(where: Where, patterns: readonly string[], { newest, limit }: Titles) {
  const padded = sql`(' ' || search_title || ' ')`; // as it is indexed
  const likes = patterns.map((pattern) => sql`${padded} like ${pattern}`);
  const among = build.selectFrom("prompts").select(["id", "search_title"]).where(where);
  const looked = newest === null ? among : among.orderBy("updated_at", "desc").orderBy("id", "desc").limit(newest);
  return build
    .selectFrom(looked.as("looked"))
    .select(["id", "search_title"])
    .where(sql<boolean>`(${sql.join(likes, sql` or `)})`)
    .limit(limit);
}

export type SaidRow = { readonly id: string; readonly said: readonly boolean[] };
/** Which of the terms these prompts say anywhere. */
export function termsSaid(ids: readonly string[], termQueries: readonly string[]): Compilable<SaidRow> {
  const query = sql<SaidRow>`select id, array[${sql.join(termQueries.map(matches))}] as said from promptr.prompts where id = any(${ids}::uuid[])`;
  return { compile: () => query.compile(build) };
}

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
