import { expect, test } from "vitest";
import type { Query } from "../../../src/db/build.ts";
import { AS_JOBS, asUser, type Identity } from "../../../src/db/identity.ts";
import { forkablePrompt, upstreamOf } from "../../../src/features/library/fork-queries.ts";
import { publishedPrompt, publishedTitles } from "../../../src/features/library/page-queries.ts";
import { addStar, countStarred, removeStar, starredPrompts } from "../../../src/features/library/star-queries.ts";
import { changedRanks, writeRanks } from "../../../src/features/library/trending-queries.ts";
import { countViews } from "../../../src/features/library/view-queries.ts";
import { createWorld, type World } from "../../world.ts";

const ROWS = 4_000;
/** So long that reading all is never the cheapest, whatever the hour makes of the estimates, and short of what is stored apart. */
const PROMPT_CHARACTERS = 1_700;

/** Twenty people with published prompts; each starred some, and few were read in these days. */
async function fill(world: World): Promise<{ userId: string; ids: string[] }> {
  const users = await Promise.all(Array.from({ length: 20 }, () => world.user()));
  const userId = users[0]!.userId;
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public)
     select gen_random_uuid(), ($1::uuid[])[1 + n % 20], 'Prompt ' || n, 'task', repeat('x', ${PROMPT_CHARACTERS}), 0.5, true
     from generate_series(1, ${ROWS}) n`,
    [users.map((user) => user.userId)],
  );
  await world.sql(
    `insert into promptr.prompt_stars (prompt_id, user_id, created_at)
     select p.id, u.id, now() - row_number() over () * interval '1 hour'
     from promptr.prompts p join unnest($1::uuid[]) with ordinality u (id, n) on right(p.title, 2) = lpad(u.n::text, 2, '0')`,
    [users.map((user) => user.userId)],
  );
  await world.sql(
    `insert into promptr.prompt_views select id, current_date - n, 1 from promptr.prompts, generate_series(0, 60, 20) n
     where n > 0 or right(title, 3) = '777'`,
  );
  for (const table of ["prompts", "prompt_stars", "prompt_views"]) await world.sql(`vacuum analyze promptr.${table}`);
  const rows = await world.sql("select id from promptr.prompts where title like 'Prompt 77%' limit 3");
  return { userId, ids: rows.map(({ id }) => String(id)) };
}

const literal = (value: unknown): string => {
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) return `'{${value.join(",")}}'`;
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value);
};

/** The plan the server's own role gets under row level security, planned for any values as a kept statement is. */
async function planOf(world: World, identity: Identity, { sql, parameters }: Query<unknown>): Promise<string> {
  return world.db(identity).transaction(async (db) => {
    const run = (text: string) => db.rows<{ "QUERY PLAN": string }>({ sql: text, parameters: [] });
    await run(`prepare asked as ${sql}`);
    await run("set local plan_cache_mode = force_generic_plan");
    const rows = await run(`explain execute asked (${parameters.map(literal).join(", ")})`);
    await run("deallocate asked");
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

test("reading, starring, forking, counting views and ranking read no table through, however many prompts there are", async () => {
  await using world = await createWorld();
  const { userId, ids } = await fill(world);
  const promptId = ids[0]!;
  const me = asUser(userId);
  const place = { value: world.clock.now.toISOString(), id: promptId };
  const today = world.clock.now.toISOString().slice(0, 10);
  const ranking = { today, windowDays: 14, halfLifeDays: 3, starWorth: 4, limit: 100 };
  const asked: [string, Identity, Query<unknown>][] = [
    ["the page", asUser(null), publishedPrompt({ id: promptId })],
    ["titles", me, publishedTitles({ ids })],
    ["starring", me, addStar({ userId, promptId, now: world.clock.now })],
    ["unstarring", me, removeStar({ userId, promptId })],
    ["the starred", me, starredPrompts({ userId, ...place, limit: 21, offset: 0 })],
    ["how many are starred", me, countStarred({ userId })],
    ["what is forked", me, forkablePrompt({ promptId, userId })],
    ["where it came from", me, upstreamOf({ id: promptId, userId })],
    ["views", AS_JOBS, countViews({ ids, days: ids.map(() => today), views: ids.map(() => 1) })],
    ["ranks", AS_JOBS, changedRanks(ranking)],
    ["writing ranks", AS_JOBS, writeRanks(ids.map((id) => ({ id, score: 1 })))],
  ];
  for (const [what, identity, query] of asked)
    expect(await planOf(world, identity, query), what).not.toMatch(/Seq Scan on (?:prompts|prompt_stars|prompt_views)/);
});
