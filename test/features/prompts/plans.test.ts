import { afterAll, beforeAll, expect, test } from "vitest";
import type { Compilable, Query } from "../../../src/db/build.ts";
import { AS_SEARCH, asUser, type Identity } from "../../../src/db/identity.ts";
import { LIBRARY_ORDERS, type LibraryOrder } from "../../../src/features/library/order.ts";
import {
  countPublished,
  publicWhere,
  publishedListed,
  publishedPrompts,
} from "../../../src/features/library/queries.ts";
import { type OwnFilter, ownListed, ownPrompts, ownWhere } from "../../../src/features/prompts/list-queries.ts";
import { type PromptOrder as Order, ORDERS } from "../../../src/features/prompts/order.ts";
import { alikeTitles, bestMatches, idsInOrder, matches, nearDuplicates } from "../../../src/features/search/queries.ts";
import { likePatterns } from "../../../src/features/search/alike.ts";
import { questionOf } from "../../../src/features/search/question.ts";
import { allOf } from "../../../src/features/search/find.ts";
import { createWorld, type World } from "../../world.ts";

/** The issue names 200,000, which take a minute to fill: `PLANS_ROWS=200000 npx vitest run test/features/prompts/plans.test.ts`. */
const ROWS = Number(process.env["PLANS_ROWS"] ?? 20_000);
const OWNERS = 20;

let world: World;
let userId: string;
/** Twenty people with a thousand prompts each, every fifth published. */
beforeAll(async () => {
  world = await createWorld();
  const users = await Promise.all(Array.from({ length: OWNERS }, () => world.user()));
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public, category, view_count, created_at,
       updated_at, published_at, deleted_at, tags, selected_model, star_count, trend_score, search_title, search_body, simhash)
     select gen_random_uuid(), ($1::uuid[])[1 + n % ${OWNERS}], 'Prompt ' || n, 'task', repeat('x', 500), (n % 101) / 100.0,
       n / ${OWNERS} % 5 = 0, (array['general', 'coding', 'writing'])[1 + n % 3], n % 50,
       timestamptz '2026-11-01' - n * interval '1 minute', timestamptz '2026-11-01' - n * interval '1 second',
       timestamptz '2026-11-01' - n * interval '1 minute', case when n % 211 = 0 then timestamptz '2026-11-01' end,
       array['tag' || n % 300], 'model-' || n % 40, n % 70, n % 1000 / 7.0,
       'prompt ' || n || ' topic' || n % 500, 'everyday word' || n % 7 || ' rare' || n % 5000, hashint8extended(n, 0)
     from generate_series(1, ${ROWS}) n`,
    [users.map((user) => user.userId)],
  );
  await world.sql("vacuum analyze promptr.prompts");
  userId = users[0]!.userId;
});
afterAll(() => world[Symbol.asyncDispose]());

type Node = { readonly "Node Type": string; readonly Plans?: readonly Node[] };
const nodesOf = (node: Node): string[] => [node["Node Type"], ...(node.Plans ?? []).flatMap(nodesOf)];
const literal = (value: unknown): string =>
  Array.isArray(value)
    ? `'{${value.join(",")}}'`
    : `'${(value instanceof Date ? value.toISOString() : String(value)).replaceAll("'", "''")}'`;
type Asked = Query<unknown> | Compilable<unknown>;
type Mode = "force_custom_plan" | "force_generic_plan";

/** The steps of the plan the server's own role gets under row level security: for these values, or for any values. */
async function stepsOf(identity: Identity, query: Asked, modes: readonly Mode[] = ["force_custom_plan"]) {
  const { sql, parameters } = "compile" in query ? query.compile() : query;
  return world.db(identity).transaction(async (db) => {
    const run = (text: string) => db.rows<{ "QUERY PLAN": [{ Plan: Node }] }>({ sql: text, parameters: [] });
    await run(`prepare listed as ${sql}`);
    const steps: string[] = [];
    for (const mode of modes) {
      await run(`set local plan_cache_mode = ${mode}`);
      const values = parameters.length > 0 ? `(${parameters.map(literal).join(", ")})` : "";
      const [row] = await run(`explain (format json) execute listed ${values}`);
      steps.push(...nodesOf(row!["QUERY PLAN"][0].Plan));
    }
    await run("deallocate listed");
    return steps.join(" ");
  });
}

const MIDDLE = {
  created_at: "2026-10-27T00:00:00Z",
  updated_at: "2026-10-31T22:00:00Z",
  published_at: "2026-10-27T00:00:00Z",
  title: "Prompt 5",
  view_count: 20,
  quality_score: 0.5,
  star_count: 30,
  trend_score: 50.5,
};
const ID = "0199f0a2-7c1e-7000-8000-000000000001";
const spansOf = ({ column }: Order | LibraryOrder) =>
  [null, { value: MIDDLE[column], id: ID }].map((after) => ({ after, limit: 21, offset: 0 }));
const FIRST = { after: null, limit: 21, offset: 0 };

test("every list follows an index: 20,000 prompts are neither read through nor sorted", async () => {
  let looked = 0;
  for (const order of Object.values(ORDERS))
    for (const span of spansOf(order)) {
      // These are prepared: the plan for any values must be as good.
      const modes = ["force_custom_plan", "force_generic_plan"] as const;
      const steps = await stepsOf(asUser(userId), ownPrompts({ userId }, order, span), modes);
      expect(steps, order.name).toMatch(/Index Scan/);
      expect(steps, order.name).not.toMatch(/Seq Scan|Sort/);
      looked += modes.length;
    }
  for (const order of Object.values(LIBRARY_ORDERS))
    for (const span of spansOf(order))
      for (const filter of [{}, { category: "coding" }]) {
        const steps = await stepsOf(asUser(null), publishedPrompts(filter, order, span));
        expect(steps, order.name).toMatch(/Index Scan/);
        expect(steps, order.name).not.toMatch(/Seq Scan|Sort/);
        looked += 1;
      }
  console.log(`figure: ${looked} plans of lists of prompts under row level security: 0 read through or sort`);
});

test("filters narrow by an index, and none reads through the prompts of everybody", async () => {
  const narrow: Omit<OwnFilter, "userId">[] = [
    { tags: ["tag7"] },
    { folderId: ID },
    { folderId: null },
    { label: "production" },
    { isPublic: true },
    { deletedAfter: new Date("2026-10-20") },
    { category: "coding", model: "model-3", tags: ["tag7"] },
  ];
  for (const filter of narrow)
    for (const order of [ORDERS["-createdAt"], ORDERS.title]) {
      const steps = await stepsOf(asUser(userId), ownPrompts({ userId, ...filter }, order, FIRST));
      expect(steps, JSON.stringify(filter)).toMatch(/Index/);
      expect(steps, JSON.stringify(filter)).not.toMatch(/Seq Scan/);
    }
  for (const order of Object.values(LIBRARY_ORDERS)) {
    expect(await stepsOf(asUser(null), publishedPrompts({ model: "model-3" }, order, FIRST))).not.toMatch(/Seq Scan/);
    const tagged = await stepsOf(AS_SEARCH, idsInOrder(publicWhere({ tags: ["tag7"] }), order, FIRST));
    expect(tagged).toMatch(/Bitmap Index Scan/);
    expect(tagged).not.toMatch(/Seq Scan/);
  }
  expect(await stepsOf(asUser(null), countPublished({ category: "coding" }))).not.toMatch(/Seq Scan/);
  expect(await stepsOf(asUser(null), publishedListed([ID, userId]))).not.toMatch(/Seq Scan/);
  expect(await stepsOf(asUser(userId), ownListed({ userId }, [ID, userId]))).not.toMatch(/Seq Scan/);
});

test("every search finds by an index: words, beginnings, look-alikes and near-duplicates", async () => {
  const [mine, everybodys] = [ownWhere({ userId }), publicWhere({})];
  const asked = ["rare77", "everyday wor", "topic1 everyday", "typo"].map((text) => questionOf(text)!);
  const looked = { looked: 500, compared: 300 };
  const searches: [string, Asked][] = asked.flatMap((question): [string, Asked][] => [
    ["own", bestMatches(mine, question, { owner: userId, by: "updated_at", ...looked }, "promptr")],
    ["public", bestMatches(everybodys, question, { owner: null, by: "trend_score", ...looked }, "promptr")],
    ["public sorted", idsInOrder(allOf([everybodys, matches(question.tsquery)]), LIBRARY_ORDERS.stars, FIRST)],
    ["own alike", alikeTitles(mine, likePatterns(question.words), { newest: 2_000, limit: 800 })],
    ["public alike", alikeTitles(everybodys, likePatterns(question.words), { newest: null, limit: 800 })],
  ]);
  searches.push(["near", nearDuplicates({ simhash: "-5", except: ID, bits: 3, limit: 10 })]);
  for (const [name, query] of searches) {
    const steps = await stepsOf(AS_SEARCH, query);
    expect(steps, name).toMatch(/Index/);
    expect(steps, name).not.toMatch(/Seq Scan/);
  }
});

test("the finder of ids sees what it compares, and none of the texts", async () => {
  for (const column of ["raw_prompt", "task", "description", "enriched_prompt", "search_body"])
    await expect(
      world.db(AS_SEARCH).rows({ sql: `select ${column} from promptr.prompts limit 1`, parameters: [] }),
      column,
    ).rejects.toThrow("permission denied");
  for (const sql of ["update promptr.prompts set title = title", "delete from promptr.prompts"])
    await expect(world.db(AS_SEARCH).rows({ sql, parameters: [] })).rejects.toThrow("permission denied");
});
