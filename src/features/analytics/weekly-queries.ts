import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

/** What one week was, beside the one before it. */
export type WeekFigures = {
  readonly requests: number;
  readonly failedRequests: number;
  readonly modelCalls: number;
  readonly tokensUsed: number;
  readonly costUsd: number;
  readonly requestsBefore: number;
  readonly costUsdBefore: number;
};

type Reader = { userId: string; timezone: string | null };

/** Who wants a weekly report, in the order of their ids. */
export const weeklyReaders = (p: { readonly after: string; readonly limit: number }): Query<Reader> => ({
  name: "promptr_weekly_readers",
  sql: `select id as "userId", preferences ->> 'timezone' as timezone from promptr.profiles
    where erased_at is null and suspended_at is null and (preferences -> 'weeklyReport') = 'true'::jsonb and id > $1 order by id limit $2`,
  parameters: [p.after, p.limit],
});

/** No row when the week is worked out already. */
export const insertWeek = statement((p: { userId: string; week: string; figures: string; now: Date }) =>
  build
    .insertInto("weekly_reports")
    .values({ user_id: p.userId, week: p.week, figures: sql`${p.figures}::jsonb`, created_at: p.now })
    .onConflict((conflict) => conflict.columns(["user_id", "week"]).doNothing())
    .returning("week"),
);

/** No row when somebody else has told it. */
export const tellWeek = statement((p: { userId: string; week: string; now: Date }) =>
  build
    .updateTable("weekly_reports")
    .set({ told_at: p.now })
    .where("user_id", "=", p.userId)
    .where("week", "=", p.week)
    .where("told_at", "is", null)
    .returning("figures"),
);

type Unmailed = {
  fullName: string;
  email: string | null;
  isConfirmed: boolean;
  /** Wished for, and by nobody who is suspended. */
  isAsked: boolean;
  figures: WeekFigures;
};

/** A week that was told and not mailed, with whom it is for. */
export const unmailedWeek = (p: { readonly userId: string; readonly week: string }): Query<Unmailed> => ({
  name: "promptr_unmailed_week",
  sql: `select p.full_name as "fullName", p.email, r.figures,
      p.email_verified_at is not null or p.origin <> 'local' as "isConfirmed",
      p.suspended_at is null and (p.preferences -> 'weeklyReport') is not distinct from 'true'::jsonb as "isAsked"
    from promptr.weekly_reports r join promptr.profiles p on p.id = r.user_id and p.erased_at is null
    where r.user_id = $1 and r.week = $2::date and r.told_at is not null and r.mailed_at is null`,
  parameters: [p.userId, p.week],
});

export const endWeek = statement((p: { userId: string; week: string; now: Date }) =>
  build
    .updateTable("weekly_reports")
    .set({ mailed_at: p.now })
    .where("user_id", "=", p.userId)
    .where("week", "=", p.week)
    .where("told_at", "is not", null)
    .where("mailed_at", "is", null),
);

/** Weeks worked out since a moment that were not told, or not mailed. */
export const unfinishedWeeks = (p: {
  readonly since: Date;
  readonly limit: number;
}): Query<{ userId: string; week: string }> => ({
  name: "promptr_unfinished_weeks",
  sql: `select user_id as "userId", week from promptr.weekly_reports
    where mailed_at is null and created_at >= $1 order by week, user_id limit $2`,
  parameters: [p.since, p.limit],
});
