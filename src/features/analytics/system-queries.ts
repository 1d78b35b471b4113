import type { Query } from "../../db/build.ts";
import { type FiguresRow, figures } from "./cells.ts";

type Span = { readonly bounds: string; readonly from: Date; readonly to: Date };

const SYSTEM = figures({ whose: "true", owned: "true", sets: "overview" }, [
  { table: "system_rollups", measures: "requests", key: "''", latency: "latency_class", where: "not is_call" },
  { table: "system_rollups", measures: "calls", key: "model", latency: "-1::smallint", where: "is_call" },
]);

/** Everybody's requests under the key '', calls by model; durations are of requests. */
export const systemFigures = (p: Span & { readonly limit: number }): Query<FiguresRow> => ({
  sql: SYSTEM,
  parameters: [p.bounds, p.from, p.to, p.limit],
});

type Quarters = {
  readonly buckets: readonly number[];
  readonly days: readonly string[];
  readonly quarters: readonly string[];
};

/**
 * How many people did anything in each stretch, and in all of them (bucket null). `quarters` says which quarters of which
 * day (UTC) lie in which stretch.
 */
export const activePeople = (p: Span & Quarters): Query<{ bucket: number | null; people: number }> => ({
  sql: `with waiting as materialized (select * from promptr.waiting_usage()),
      wanted as (select * from unnest($4::integer[], $5::date[], $6::bit(96)[]) as w (bucket, day, quarters)),
      seen as (
        select distinct w.bucket, a.user_id from wanted w join promptr.active_days a on a.day = w.day
        where (a.quarters & w.quarters) <> repeat('0', 96)::bit(96)
        union
        select width_bucket(u.created_at, $1::timestamptz[]), u.user_id from promptr.usage_tracking u
        where u.user_id is not null and u.created_at >= $2 and u.created_at < $3
          and u.created_at >= (select min(first_at) from waiting) and u.created_at <= (select max(last_at) from waiting)
          and u.batch >= (select min(number) from waiting) and u.batch <= (select max(number) from waiting)
          and (u.batch in (select number from waiting)) is true)
    select bucket, count(distinct user_id)::int as people from seen group by grouping sets ((bucket), ())`,
  parameters: [p.bounds, p.from, p.to, p.buckets, p.days, p.quarters],
});

type Grown = { people: number; prompts: number };
const GROWTH = ["profiles where erased_at is null", "prompts where deleted_at is null"].map(
  (rows) => `select width_bucket(created_at, $1::timestamptz[]) as bucket, count(*) as number
    from promptr.${rows} and created_at >= $2 and created_at < $3 group by 1`,
);

/** New accounts and new prompts in each stretch in which there were any; those that are gone since are left out. */
export const newInBuckets = (p: Span): Query<Grown & { bucket: number }> => ({
  name: "promptr_new_in_buckets",
  sql: `select coalesce(a.bucket, b.bucket) as bucket, coalesce(a.number, 0)::int as people, coalesce(b.number, 0)::int as prompts
    from (${GROWTH[0]}) a full join (${GROWTH[1]}) b on a.bucket = b.bucket order by 1`,
  parameters: [p.bounds, p.from, p.to],
});

type Standing = Grown & { free: number; pro: number; suspended: number; databaseBytes: number };

/** How many there are now, and how large the database is. */
export const standing: Query<Standing> = {
  name: "promptr_standing",
  sql: `select p.*, (select count(*)::int from promptr.prompts where deleted_at is null) as prompts,
      pg_database_size(current_database()) as "databaseBytes"
    from (select count(*)::int as people, (count(*) filter (where subscription_tier = 'free'))::int as free,
        (count(*) filter (where subscription_tier = 'pro'))::int as pro,
        (count(*) filter (where suspended_at is not null))::int as suspended
      from promptr.profiles where erased_at is null) as p`,
  parameters: [],
};

/** The largest tables with their indexes; a partitioned one counts as one. */
export const largestTables = (p: { readonly limit: number }): Query<{ name: string; bytes: number }> => ({
  name: "promptr_largest_tables",
  sql: `select coalesce(parent.relname, c.relname) as name, sum(pg_total_relation_size(c.oid))::bigint as bytes
    from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
    where c.relkind = 'r' and c.relnamespace in (select oid from pg_namespace where nspname in ('promptr', 'pgboss'))
    group by 1 order by 2 desc, 1 limit $1`,
  parameters: [p.limit],
});

/** What waits in each queue, as the queue itself last counted it, a few seconds ago. */
export const queueFigures: Query<{ name: string; queued: number; active: number; failed: number }> = {
  name: "promptr_queue_figures",
  sql: `select name, queued_count as queued, active_count as active, failed_count as failed from pgboss.queue order by name`,
  parameters: [],
};
