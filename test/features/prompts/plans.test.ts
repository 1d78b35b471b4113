import { expect, test } from "vitest";
import type { Compilable, Query } from "../../../src/db/build.ts";
import { asUser } from "../../../src/db/identity.ts";
import { publishedPrompts } from "../../../src/features/library/queries.ts";
import { ownPrompts } from "../../../src/features/prompts/list-queries.ts";
import { type PromptOrder as Order, ORDERS } from "../../../src/features/prompts/order.ts";
import { createWorld, type World } from "../../world.ts";

const ROWS = 20_000;
const OWNERS = 20;

/** Twenty people with a thousand prompts each, every fifth published. Returns one of them. */
async function fill(world: World): Promise<string> {
  const users = await Promise.all(Array.from({ length: OWNERS }, () => world.user()));
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public, category, view_count, created_at, updated_at)
     select gen_random_uuid(), ($1::uuid[])[1 + n % ${OWNERS}], 'Prompt ' || n, 'task', repeat('x', 500), (n % 101) / 100.0,
       n / ${OWNERS} % 5 = 0, (array['general', 'coding', 'writing'])[1 + n % 3], n % 50,
       timestamptz '2026-11-01' - n * interval '1 minute', timestamptz '2026-11-01' - n * interval '1 second'
     from generate_series(1, ${ROWS}) n`,
    [users.map(({ userId }) => userId)],
  );
  await world.sql("vacuum analyze promptr.prompts");
  return users[0]!.userId;
}

type Node = { readonly "Node Type": string; readonly Plans?: readonly Node[] };
const nodesOf = (node: Node): string[] => [node["Node Type"], ...(node.Plans ?? []).flatMap(nodesOf)];
const literal = (value: unknown): string =>
  Array.isArray(value) ? `'{${value.join(",")}}'` : `'${String(value).replaceAll("'", "''")}'`;

/** The steps of the plans the server's own role gets under row level security: for these values, and for any values. */
async function stepsOf(world: World, userId: string | null, query: Query<unknown> | Compilable<unknown>) {
  const { sql, parameters } = "compile" in query ? query.compile() : query;
  return world.db(asUser(userId)).transaction(async (db) => {
    const run = (text: string) => db.rows<{ "QUERY PLAN": [{ Plan: Node }] }>({ sql: text, parameters: [] });
    await run(`prepare listed as ${sql}`);
    const steps: string[] = [];
    for (const mode of ["force_custom_plan", "force_generic_plan"]) {
      await run(`set local plan_cache_mode = ${mode}`);
      const [row] = await run(`explain (format json) execute listed (${parameters.map(literal).join(", ")})`);
      steps.push(...nodesOf(row!["QUERY PLAN"][0].Plan));
    }
    await run("deallocate listed");
    return steps;
  });
}

const MIDDLE = { created_at: "2026-10-27T00:00:00Z", updated_at: "2026-10-31T22:00:00Z", title: "Prompt 5" };
const placeIn = ({ column }: Order) => ({
  value: { ...MIDDLE, view_count: 20, quality_score: 0.5 }[column],
  id: "0199f0a2-7c1e-7000-8000-000000000001",
});
const pagesOf = (order: Order) =>
  [null, placeIn(order)].map((after) => ({ order, span: { after, limit: 21, offset: 0 } }));

test("every list follows an index: 20,000 prompts are neither read through nor sorted", async () => {
  await using world = await createWorld();
  const userId = await fill(world);
  const own = Object.values(ORDERS)
    .flatMap(pagesOf)
    .map(({ order, span }) => ({ list: `own by ${order.name}`, userId, query: ownPrompts({ userId }, order, span) }));
  const library = [ORDERS["-createdAt"], ORDERS.title].flatMap(pagesOf).flatMap(({ order, span }) =>
    [undefined, "coding"].map((category) => ({
      list: `library by ${order.name}`,
      userId: null,
      query: publishedPrompts({ category }, order, span),
    })),
  );
  for (const { list, userId: reader, query } of [...own, ...library]) {
    const steps = await stepsOf(world, reader, query);
    expect(steps.join(" "), list).toMatch(/Index Scan/);
    expect(steps.join(" "), list).not.toMatch(/Seq Scan|Sort/);
  }
});
