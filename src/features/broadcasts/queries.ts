import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";
import type { Json } from "../../db/tables.ts";
import type { Place } from "../listing/index.ts";
import type { Channel } from "./schema.ts";

type NewRow = {
  id: string;
  createdBy: string;
  title: string;
  body: string;
  channels: readonly Channel[];
  /** JSON. */
  audience: string;
  people: number;
  dryRunDigest: Buffer | null;
  now: Date;
};

/** No row when the dry run has served already. */
export const insertBroadcast = statement((p: NewRow) =>
  build
    .insertInto("broadcasts")
    .values({
      id: p.id,
      created_by: p.createdBy,
      title: p.title,
      body: p.body,
      channels: sql<string[]>`${p.channels}::text[]`,
      audience: sql<Json>`${p.audience}::jsonb`,
      people: p.people,
      dry_run_digest: p.dryRunDigest,
      created_at: p.now,
    })
    .onConflict((conflict) => conflict.column("dry_run_digest").doNothing())
    .returning("id"),
);

const COLUMNS = [
  ...(["b.id", "b.title", "b.body", "b.channels", "b.audience", "b.state", "b.people", "b.reached"] as const),
  ...(["b.created_at", "b.finished_at as finishedAt"] as const),
] as const;

/** With how many people are in which state. */
const withProgress = () =>
  build
    .selectFrom("broadcasts as b")
    .select(COLUMNS)
    .select((eb) =>
      eb
        .selectFrom(
          eb
            .selectFrom("broadcast_people as r")
            .select(["r.state", sql<number>`count(*)::int`.as("number")])
            .whereRef("r.broadcast_id", "=", "b.id")
            .groupBy("r.state")
            .as("counted"),
        )
        .select(
          sql<Record<string, number>>`coalesce(jsonb_object_agg(counted.state, counted.number), '{}')`.as("progress"),
        )
        .as("progress"),
    );

export const broadcastById = statement((p: { id: string }) => withProgress().where("b.id", "=", p.id));

type Page = { readonly after: Place | null; readonly limit: number; readonly offset: number };
export const broadcastsLatest = ({ after, limit, offset }: Page) => {
  const query = withProgress().orderBy("b.created_at", "desc").orderBy("b.id", "desc").limit(limit).offset(offset);
  if (after === null) return query;
  return query.where(sql<boolean>`(b.created_at, b.id) < (${after.value}::timestamptz, ${after.id}::uuid)`);
};
export const countBroadcasts = statement((_: object) =>
  build.selectFrom("broadcasts").select(sql<number>`count(*)::int`.as("total")),
);

/** Held until the transaction ends: batches of one broadcast, and its cancelling, follow each other. */
export const lockBroadcast = statement((p: { id: string }) =>
  build
    .selectFrom("broadcasts as b")
    .select([...COLUMNS, "b.reached_until as reachedUntil"])
    .where("b.id", "=", p.id)
    .forNoKeyUpdate(),
);

export const isWaiting = statement((p: { id: string }) =>
  build
    .selectFrom("broadcast_people")
    .select("user_id")
    .where("broadcast_id", "=", p.id)
    .where("state", "=", "queued")
    .limit(1),
);

export const cancelBroadcast = statement((p: { id: string; now: Date }) =>
  build.updateTable("broadcasts").set({ state: "cancelled", finished_at: p.now }).where("id", "=", p.id),
);

type Told = {
  readonly id: string;
  readonly userIds: readonly string[];
  readonly states: readonly string[];
  readonly now: Date;
};

/** Those who were not told yet. Three lists of one length would be two too many: the states go with the ids. */
export const insertPeople = ({ id, userIds, states, now }: Told): Query<{ userId: string }> => ({
  name: "promptr_broadcast_people",
  sql: `insert into promptr.broadcast_people (broadcast_id, user_id, state, changed_at)
    select $1, user_id, state, $4 from unnest($2::uuid[], $3::text[]) as told (user_id, state)
    on conflict do nothing returning user_id as "userId"`,
  parameters: [id, userIds, states, now],
});

type Notices = {
  readonly ids: readonly string[];
  readonly userIds: readonly string[];
  readonly title: string;
  readonly body: string;
  readonly now: Date;
};
export const insertNotices = ({ ids, userIds, title, body, now }: Notices): Query<unknown> => ({
  name: "promptr_broadcast_notices",
  sql: `insert into promptr.notifications (id, user_id, kind, title, body, created_at)
    select id, user_id, 'announcement', $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as told (id, user_id)`,
  parameters: [ids, userIds, title, body, now],
});

type Reached = { id: string; until: string; more: number; state: "running" | "finished"; finishedAt: Date | null };
export const noteReached = statement((p: Reached) =>
  build
    .updateTable("broadcasts")
    .set((eb) => ({
      reached_until: p.until,
      reached: eb("reached", "+", p.more),
      state: p.state,
      finished_at: p.finishedAt,
    }))
    .where("id", "=", p.id),
);
