import { MailRefused } from "../../contract/mail.ts";
import { Timezone } from "../../contract/timezone.ts";
import { atomically, type Scope } from "../../scope.ts";
import { deliver, renderMail, unsubscribeUrlOf, whoWants } from "../mail/index.ts";
import { notify } from "../notifications/index.ts";
import type { FiguresRow } from "./cells.ts";
import { usageFigures } from "./figure-queries.ts";
import { computeTrends, sendReport } from "./jobs.ts";
import { datesOf } from "./period.ts";
import { NOTHING } from "./present.ts";
import {
  endWeek,
  insertWeek,
  tellWeek,
  unfinishedWeeks,
  unmailedWeek,
  type WeekFigures,
  weeklyReaders,
} from "./weekly-queries.ts";
import { weekMail, weekNotice } from "./weekly-text.ts";
import { beforeOf, startOf, zoneOf } from "./zone.ts";

/** One run stays well below its timeout; the next goes on after it. */
const READERS_PER_RUN = 500;
const UNFINISHED_PER_RUN = 1_000;
/** A report of a week that is over for longer is no news. */
const NEWS_MS = 6 * 86_400_000;
/** Before every account. */
const NIL = "00000000-0000-0000-0000-000000000000";

/** The last whole week by the person's own clock, and the one before it. */
function weeksOf(timezone: string | null, now: Date) {
  const name = Timezone.safeParse(timezone).data ?? "UTC"; // names come and go with releases of the zone data
  const zone = zoneOf(name);
  const end = startOf(zone, "week", now.getTime());
  const start = beforeOf(zone, "week", end);
  const week = new Date(start + zone.offsetAt(start)).toISOString().slice(0, 10);
  return {
    week,
    period: { granularity: "week", timezone: name, bounds: [beforeOf(zone, "week", start), start, end] } as const,
  };
}

async function figuresOf(scope: Scope<null>, userId: string, timezone: string | null) {
  const { week, period } = weeksOf(timezone, scope.now());
  const rows = await scope.db.rows(usageFigures({ userId, ...datesOf(period), action: null, limit: 0 }));
  const inWeek = (bucket: number): FiguresRow => rows.find((row) => row.bucket === bucket) ?? NOTHING;
  const [before, now] = [inWeek(1), inWeek(2)];
  const figures: WeekFigures = {
    requests: now.requests,
    failedRequests: now.failed_requests,
    modelCalls: now.calls,
    tokensUsed: now.tokens_used,
    costUsd: now.cost_usd,
    requestsBefore: before.requests,
    costUsdBefore: before.cost_usd,
  };
  return { week, figures };
}

/** Works out the last week of those who want a report and did anything. A person's week is written once, with its job. */
export async function workOutWeeks(scope: Scope<null>, { after = NIL }: { after?: string | undefined }): Promise<void> {
  const readers = await scope.db.rows(weeklyReaders({ after, limit: READERS_PER_RUN }));
  for (const { userId, timezone } of readers) {
    scope.signal.throwIfAborted();
    const { week, figures } = await figuresOf(scope, userId, timezone);
    if (figures.requests + figures.modelCalls === 0) continue;
    await atomically(scope, async (inner) => {
      const written = { userId, week, figures: JSON.stringify(figures), now: inner.now() };
      if (await inner.db.first(insertWeek(written)))
        await inner.jobs.send(sendReport, { userId, week }, { key: `${userId} ${week}` });
    });
  }
  const last = readers.at(-1);
  if (last && readers.length === READERS_PER_RUN) {
    const today = scope.now().toISOString().slice(0, 10);
    await scope.jobs.send(computeTrends, { after: last.userId }, { key: `${today} ${last.userId}` });
  }
}

/** Tells and mails one week. The notice is written once; the mail leaves at least once, under one Message-ID. */
async function tell(scope: Scope<null>, userId: string, week: string): Promise<void> {
  await atomically(scope, async (inner) => {
    const told = await inner.db.first(tellWeek({ userId, week, now: inner.now() }));
    // Sound: `workOutWeeks` alone writes the column.
    if (told) await notify(inner, userId, weekNotice(week, told.figures as WeekFigures));
  });
  const unmailed = await scope.db.first(unmailedWeek({ userId, week }));
  if (!unmailed) return;
  const { fullName, email, isConfirmed, isAsked, figures } = unmailed;
  const wanted = isAsked && (await whoWants(scope, "weekly_report", [{ userId, email, isConfirmed }])).has(userId);
  if (email !== null && wanted) {
    const unsubscribeUrl = unsubscribeUrlOf(scope, { userId, email }, "weekly_report");
    const mail = renderMail("weekly_report", { fullName, ...weekMail(week, figures), unsubscribeUrl });
    const to = { name: fullName, address: email };
    try {
      await deliver(scope, { id: `week-${userId}-${week}`, to, ...mail, unsubscribeUrl });
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error; // an address that takes no mail is not tried every day
    }
  }
  await scope.db.rows(endWeek({ userId, week, now: scope.now() }));
}

type Wanted = { userId?: string | undefined; week?: string | undefined };

/** One person's report; or, once a day, another try for each that failed for good. */
export async function report(scope: Scope<null>, { userId, week }: Wanted): Promise<void> {
  if (userId !== undefined && week !== undefined) return tell(scope, userId, week);
  const now = scope.now();
  const since = new Date(now.getTime() - NEWS_MS);
  const today = now.toISOString().slice(0, 10);
  for (const one of await scope.db.rows(unfinishedWeeks({ since, limit: UNFINISHED_PER_RUN })))
    await scope.jobs.send(sendReport, one, { key: `${one.userId} ${one.week} ${today}` });
}
