import { expect, test } from "vitest";
import type { Query } from "../../../src/db/build.ts";
import { AS_JOBS, asUser, type Identity } from "../../../src/db/identity.ts";
import {
  modelFigures,
  promptFigures,
  promptTable,
  usageFigures,
} from "../../../src/features/analytics/figure-queries.ts";
import { datesOf, periodOf, quartersOf } from "../../../src/features/analytics/period.ts";
import { promptsNamed, qualityByBucket, versionsWritten } from "../../../src/features/analytics/quality-queries.ts";
import { takeBatches } from "../../../src/features/analytics/rollup-queries.ts";
import { activePeople, newInBuckets, systemFigures } from "../../../src/features/analytics/system-queries.ts";
import { unfinishedWeeks, weeklyReaders } from "../../../src/features/analytics/weekly-queries.ts";
import { createWorld, type World } from "../../world.ts";
import { writeBatch } from "./scene.ts";

const PEOPLE = 200;
const TABLES = [
  "profiles",
  "prompts",
  "prompt_versions",
  "usage_rollups",
  "prompt_rollups",
  "model_rollups",
  "system_rollups",
  "active_days",
  "weekly_reports",
  "usage_batches",
  "usage_tracking",
];

/** Some hundred people who did something on each of a hundred days, and two batches that wait. */
async function fill(world: World): Promise<{ userId: string; promptId: string }> {
  const { userId } = await world.user();
  const sql = (text: string) => world.sql(`insert into promptr.${text}`);
  await sql(`profiles (id, email, full_name, created_at) select gen_random_uuid(), n || '@example.com', 'n', now() - n * interval '1 day'
    from generate_series(1, ${PEOPLE}) n`);
  await sql(`prompts (id, user_id, title, task, raw_prompt, quality_score, created_at)
    select gen_random_uuid(), id, 't', 't', repeat('x', 200), 0.5, now() - n * interval '5 days' from promptr.profiles, generate_series(1, 20) n`);
  await sql(`prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score, created_at)
    select id, user_id, 1, sha256(''), 't', 't', 'm', 0.5, created_at from promptr.prompts`);
  const days =
    "(select id as user_id, date_trunc('day', now()) - n * interval '1 day' as day from promptr.profiles, generate_series(1, 100) n) d";
  await sql(`usage_rollups select user_id, day + interval '9 hours', 'readPrompt', 3, 5, 0 from ${days}`);
  await sql(`prompt_rollups select user_id, day + interval '9 hours', user_id, 1, '', 5, 0 from ${days}`);
  await sql(`model_rollups select user_id, day + interval '9 hours', 'm', user_id, 1, '', 3, 5, 0, 5, 1 from ${days}`);
  await sql(`active_days select user_id, day::date, ('1' || repeat('0', 95))::bit(96) from ${days}`);
  await sql(
    "system_rollups select quarter_hour(now() - n * interval '15 minutes'), false, '', c, 5, 0, 0, 0 from generate_series(1, 9000) n, generate_series(0, 9) c".replace(
      "quarter_hour",
      "promptr.quarter_hour",
    ),
  );
  await sql(`usage_batches (id, first_at, last_at, rolled_up_at) select gen_random_uuid(), now() - n * interval '1 second', now(), now()
    from generate_series(20000, 1, -1) n`);
  await sql(`usage_tracking (id, user_id, action_type, created_at, batch)
    select gen_random_uuid(), $$${userId}$$, 'readPrompt', now() - (20000 - n) * interval '1 second', n from generate_series(1, 20000) n`);
  await sql(`weekly_reports (user_id, week, figures, told_at, mailed_at) select id, '2026-11-02'::date - n * 7, '{}', now(), now()
    from promptr.profiles, generate_series(1, 20) n`);
  for (const at of [1, 2]) await writeBatch(world, [{ userId, at: new Date(Date.now() - at) }]);
  for (const table of TABLES) await world.sql(`vacuum analyze promptr.${table}`);
  const [prompt] = await world.sql("select id from promptr.prompts limit 1");
  return { userId, promptId: String(prompt?.["id"]) };
}

const literal = (value: unknown): string => {
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) return `'{${value.map((one: unknown) => JSON.stringify(one)).join(",")}}'`;
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value);
};

/** The plan the server's own role gets under row level security, planned for any values as a kept statement is. */
async function planOf(world: World, identity: Identity, query: Query<unknown> | { compile(): Query<unknown> }) {
  const { sql, parameters } = "compile" in query ? query.compile() : query;
  return world.db(identity).transaction(async (db) => {
    const run = (text: string) => db.rows<{ "QUERY PLAN": string }>({ sql: text, parameters: [] });
    await run(`prepare asked as ${sql}`);
    await run("set local plan_cache_mode = force_generic_plan");
    const rows = await run(
      `explain execute asked${parameters.length > 0 ? ` (${parameters.map(literal).join(", ")})` : ""}`,
    );
    await run("deallocate asked");
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

test("figures, trends, reports and rollups read no table through, however much was used", async () => {
  await using world = await createWorld();
  const { userId, promptId } = await fill(world);
  const period = periodOf({ granularity: "day", timezone: "Asia/Kathmandu" }, world.clock.now);
  const me = asUser(userId);
  const asked = { userId, ...datesOf(period), limit: 20, promptId: null };
  const now = world.clock.now;
  const queries: [string, Identity, Parameters<typeof planOf>[2]][] = [
    ["usage", me, usageFigures({ ...asked, action: null })],
    ["models", me, modelFigures({ ...asked, model: null })],
    ["prompts", me, promptFigures("label", asked)],
    ["a report", me, promptTable(asked)],
    ["versions", me, versionsWritten(asked)],
    ["quality", me, qualityByBucket(asked)],
    ["titles", me, promptsNamed({ userId, ids: [promptId], versions: [1] })],
    ["the system", AS_JOBS, systemFigures(asked)],
    ["active people", AS_JOBS, activePeople({ ...asked, ...quartersOf(period) })],
    ["new people and prompts", AS_JOBS, newInBuckets(asked)],
    ["waiting batches", AS_JOBS, takeBatches({ now, limit: 100 })],
    ["readers of weekly reports", AS_JOBS, weeklyReaders({ after: userId, limit: 500 })],
    ["untold weeks", AS_JOBS, unfinishedWeeks({ since: now, limit: 100 })],
  ];
  for (const [what, identity, query] of queries)
    expect(await planOf(world, identity, query), what).not.toMatch(
      new RegExp(`Seq Scan on (?:${TABLES.join("|")})(?!_default)\\w*`),
    );
  const waiting = await world.sql("explain select * from promptr.usage_batches where rolled_up_at is null");
  expect(JSON.stringify(waiting)).toContain("usage_batches_waiting");
}, 60_000);
