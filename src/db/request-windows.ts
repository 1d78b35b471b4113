import type { Taken, Taking, Unspent } from "../contract/limiter.ts";
import type { Query } from "./build.ts";

/** What is spent in one slot is free again at one moment, so a caller waits at most so much longer than needed. */
const SLOT_SECONDS = 30;
/** Any fifteen minutes touch at most so many slots: where their sum stays within the limit, every fifteen minutes do. */
const SLOTS = 31;
/** A lease is at most this share of what is left, so that the last points are given one by one. */
const SHARE_OF_REST = 8;
/** Postgres' clock, the one all processes share. */
const EPOCH = "extract(epoch from clock_timestamp())";

/**
 * Takes points of a caller's limit: slots that are over fall out, what is handed back leaves its slot, and of what is
 * free so much is granted. One statement on one row, so processes that race follow each other.
 */
export const takeRequests = ({ key, limit, wanted, owed, unspent, unspentSlot }: Taking): Query<Taken> => ({
  name: "promptr_take_requests",
  sql: `insert into promptr.request_windows as w (key, slot, counts, granted)
    select $1, floor(${EPOCH} / ${SLOT_SECONDS})::bigint, array_prepend($4::int + points, array_fill(0, array[${SLOTS - 1}])), points
    from (select least($2::int, greatest(0, $3::int - $4::int)) as points) as first
    on conflict (key) do update set (slot, counts, granted) = (
      select now.slot, array_prepend(kept.counts[1] + $4::int + points, kept.counts[2:${SLOTS}]), points
      from (select greatest(w.slot, excluded.slot) as slot) as now,
        lateral (select (array_fill(0, array[least(${SLOTS}, now.slot - w.slot)::int]) || w.counts)[1:${SLOTS}] as counts) as moved,
        lateral (select array_agg(case when n = now.slot - $6::bigint + 1 then greatest(0, c - $5::int) else c end order by n) as counts
          from unnest(moved.counts) with ordinality as u (c, n)) as kept,
        lateral (select greatest(0, $3::int - $4::int - sum(c))::int as free from unnest(kept.counts) as u (c)) as rest,
        lateral (select least($2::int, free, greatest(1, free / ${SHARE_OF_REST})) as points) as given)
    returning granted, slot, (select sum(c)::int from unnest(counts) as u (c)) as used,
      greatest(1, ceil(((slot + 1) * ${SLOT_SECONDS} - ${EPOCH}) * 1000))::int as "slotEndsInMs",
      greatest(1, ceil(((slot + 1 + ${SLOTS} - (select max(n) from unnest(counts) with ordinality as u (c, n) where c > 0))
        * ${SLOT_SECONDS} - ${EPOCH}) * 1000))::int as "freesInMs"`,
  parameters: [key, wanted, limit, owed, unspent, unspentSlot],
});

/** Hands back what was leased and not spent; always in the same order, so that two processes do not lock each other out. */
export const giveBackRequests = (unspent: readonly Unspent[]): Query<unknown> => ({
  name: "promptr_give_back_requests",
  sql: `with given as (
      select * from unnest($1::bytea[], $2::bigint[], $3::int[]) as g (key, slot, points)),
    locked as (
      select key from promptr.request_windows where key in (select key from given) order by key for update)
    update promptr.request_windows w set counts = (
      select array_agg(case when n = w.slot - g.slot + 1 then greatest(0, c - g.points) else c end order by n)
      from unnest(w.counts) with ordinality as u (c, n))
    from given g where w.key = g.key and w.key in (select key from locked)`,
  parameters: [unspent.map(({ key }) => key), unspent.map(({ slot }) => slot), unspent.map(({ points }) => points)],
});
