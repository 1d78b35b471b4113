import type { Query } from "../../db/build.ts";
import type { UsageColumns } from "./columns.ts";

export type UsageBatch = {
  readonly id: string;
  /** Ids of the rows, as an array literal. */
  readonly ids: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly columns: UsageColumns;
};

/**
 * Writes a batch once, however often it is sent: its own row says whether it is there already. What people used whose
 * account was erased meanwhile is left out. Arrays that are unnested beside each other are read side by side without a copy
 * (in FROM each one is copied first, which costs a third of the statement).
 */
export const insertUsage = ({ id, ids, firstAt, lastAt, columns: c }: UsageBatch): Query<unknown> => ({
  name: "promptr_insert_usage",
  sql: `with batch as (
      insert into promptr.usage_batches (id, first_at, last_at) values ($1, $2, $3)
      on conflict (id) do nothing returning number
    )
    insert into promptr.usage_tracking (id, user_id, action_type, resource_type, status_code, success, processing_time_ms,
      ip_address, created_at, prompt_id, prompt_version, label, api_key_id, batch)
    select e.id, e.user_id, ($7::text[])[e.operation], ($8::text[])[e.operation], e.status, e.status < 400, e.duration,
      e.network, to_timestamp(($17::float8 + e.at) / 1000), e.prompt_id, e.version, e.label, e.api_key_id, batch.number
    from batch, (select unnest($4::uuid[]) as id, unnest($5::uuid[]) as user_id, unnest($6::smallint[]) as operation,
      unnest($9::smallint[]) as status, unnest($10::integer[]) as duration, unnest($11::inet[]) as network,
      unnest($12::bigint[]) as at, unnest($13::uuid[]) as prompt_id, unnest($14::integer[]) as version,
      unnest($15::text[]) as label, unnest($16::uuid[]) as api_key_id) as e
    where e.user_id is null or e.user_id not in (select user_id from promptr.usage_forgotten)`,
  parameters: [
    id,
    firstAt,
    lastAt,
    ids,
    c.users,
    c.operations,
    c.actions,
    c.resources,
    c.statuses,
    c.durations,
    c.networks,
    c.times,
    c.prompts,
    c.versions,
    c.labels,
    c.keys,
    c.start,
  ],
});

/** `month` is a day of it; false when its partition is there. */
export const addUsageMonth = (month: string): Query<{ added: boolean }> => ({
  sql: "select promptr.add_month_partition('usage_tracking', $1::date) as added",
  parameters: [month],
});

/** How many months were dropped: those that ended before the day, and that rollups have taken. */
export const dropUsageMonths = (before: string): Query<{ dropped: number }> => ({
  sql: "select promptr.drop_usage_months($1::date) as dropped",
  parameters: [before],
});

/**
 * Rows that old are left only where no month took them: an hour of them at a time, and only what rollups have taken.
 * Returns one row for each.
 */
export const deleteOldUsage = (before: Date): Query<unknown> => ({
  sql: `delete from promptr.usage_tracking where created_at < $1
      and created_at <= (select min(created_at) + interval '1 hour' from promptr.usage_tracking where created_at < $1)
      and not exists (select from promptr.usage_batches where rolled_up_at is null and first_at < $1)
    returning 1`,
  parameters: [before],
});

/** Names of batches that nobody will send again, once rollups have taken their rows. */
export const deleteDoneBatches = (p: { readonly before: Date; readonly limit: number }): Query<unknown> => ({
  sql: `delete from promptr.usage_batches where id in (select id from promptr.usage_batches
      where rolled_up_at is not null and created_at < $1 limit $2) returning 1`,
  parameters: [p.before, p.limit],
});

/** Of batches that are written from now on, this person's rows are left out. */
export const startForgetting = (p: { readonly userId: string; readonly now: Date }): Query<unknown> => ({
  sql: `insert into promptr.usage_forgotten (user_id, forgotten_at) values ($1, $2)
    on conflict (user_id) do update set forgotten_at = excluded.forgotten_at`,
  parameters: [p.userId, p.now],
});

/** Nobody has anything left of these people in memory. */
export const endForgetting = (before: Date): Query<unknown> => ({
  sql: "delete from promptr.usage_forgotten where forgotten_at < $1",
  parameters: [before],
});

/** Waits for the batches under way, and holds up others until the transaction ends. */
export const waitForBatches: Query<unknown> = {
  sql: "lock table promptr.usage_batches in share mode",
  parameters: [],
};

/** What one person used between two moments. */
export const deleteUsageOf = (p: {
  readonly userId: string;
  readonly from: Date;
  readonly to: Date;
}): Query<unknown> => ({
  name: "promptr_delete_usage_of",
  sql: "delete from promptr.usage_tracking where user_id = $1 and created_at >= $2 and created_at < $3",
  parameters: [p.userId, p.from, p.to],
});
