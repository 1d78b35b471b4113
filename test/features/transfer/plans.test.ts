import { expect, test } from "vitest";
import type { Query } from "../../../src/db/build.ts";
import { asUser } from "../../../src/db/identity.ts";
import { movesFrom, promptsAfter, versionsFrom } from "../../../src/features/transfer/export-queries.ts";
import { existingPrompts, lockBySlug } from "../../../src/features/transfer/import-queries.ts";
import { createWorld, type World } from "../../world.ts";

const ROWS = 10_000;
const OWNERS = 10;

/** Ten people with a thousand prompts each, of one version and one label. Returns one of them. */
async function fill(world: World): Promise<string> {
  const users = await Promise.all(Array.from({ length: OWNERS }, () => world.user()));
  await world.sql(
    `with made as (
       insert into promptr.prompts (id, user_id, slug, title, task, raw_prompt, quality_score)
       select gen_random_uuid(), ($1::uuid[])[1 + n % ${OWNERS}], 'prompt-' || n, 'Prompt ' || n, 'task', 'task', 0.5
       from generate_series(1, ${ROWS}) n returning id, user_id, slug),
     kept as (
       insert into promptr.prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
       select id, user_id, 1, sha256(slug::bytea), 'task', 'task', 'm', 0.5 from made)
     select from made`,
    [users.map(({ userId }) => userId)],
  );
  await world.sql(
    `with placed as (insert into promptr.prompt_labels (prompt_id, user_id, label, version) select id, user_id, 'production', 1 from promptr.prompts)
     insert into promptr.label_events (id, prompt_id, user_id, label, to_version, revision, actor_kind)
     select gen_random_uuid(), id, user_id, 'production', 1, 1, 'session' from promptr.prompts`,
  );
  for (const table of ["prompts", "prompt_versions", "prompt_labels", "label_events"])
    await world.sql(`vacuum analyze promptr.${table}`);
  return users[0]!.userId;
}

type Node = { readonly "Node Type": string; readonly "Relation Name"?: string; readonly Plans?: readonly Node[] };
const scansOf = (node: Node): string[] => [
  ...(node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? ""] : []),
  ...(node.Plans ?? []).flatMap(scansOf),
];
const literal = (value: unknown): string =>
  Array.isArray(value) ? `'{${value.join(",")}}'` : `'${String(value).replaceAll("'", "''")}'`;

/** The tables a statement reads from end to end, for these values and for any values. */
const scans = (world: World, userId: string, { sql, parameters }: Query<unknown>): Promise<string[]> =>
  world.db(asUser(userId)).transaction(async (db) => {
    const run = (text: string) => db.rows<{ "QUERY PLAN": [{ Plan: Node }] }>({ sql: text, parameters: [] });
    await run(`prepare asked as ${sql}`);
    const found: string[] = [];
    for (const mode of ["force_custom_plan", "force_generic_plan"]) {
      await run(`set local plan_cache_mode = ${mode}`);
      const [row] = await run(`explain (format json) execute asked (${parameters.map(literal).join(", ")})`);
      found.push(...scansOf(row!["QUERY PLAN"][0].Plan));
    }
    await run("deallocate asked");
    return found;
  });

test("neither an import nor an export reads a table from end to end", async () => {
  await using world = await createWorld();
  const userId = await fill(world);
  const [{ id } = { id: "" }] = await world.sql("select id from promptr.prompts where user_id = $1 limit 1", [userId]);
  const slugs = Array.from({ length: 100 }, (_, n) => `prompt-${n * OWNERS}`);
  const asked = JSON.stringify(slugs.map((slug) => ({ slug, hashes: ["ab".repeat(32)], labels: ["production"] })));
  const queries: Record<string, Query<unknown>> = {
    lockBySlug: lockBySlug({ userId, slugs }),
    existingPrompts: existingPrompts({ userId, asked }),
    promptsAfter: promptsAfter({ userId, after: "prompt-5", limit: 20 }),
    versionsFrom: versionsFrom({ userId, prompts: JSON.stringify([{ place: 0, id, upto: 1 }]), after: 0, limit: 50 }),
    movesFrom: movesFrom({
      userId,
      promptId: String(id),
      heads: '{"production":1}',
      label: "",
      revision: 0,
      limit: 500,
    }),
  };
  for (const [name, query] of Object.entries(queries))
    expect([name, await scans(world, userId, query)]).toEqual([name, []]);
});

test("ten thousand versions are compared with ten thousand hashes within what a statement may take", async () => {
  await using world = await createWorld();
  const { userId } = await world.user();
  await world.sql(
    `with made as (
       insert into promptr.prompts (id, user_id, slug, title, task, raw_prompt, quality_score, version)
       values (gen_random_uuid(), $1, 'a', 'a', 'task', 'task', 0.5, ${ROWS}) returning id, user_id)
     insert into promptr.prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
     select id, user_id, n, sha256(n::text::bytea), 'task', 'task', 'm', 0.5 from made, generate_series(1, ${ROWS}) n`,
    [userId],
  );
  const rows = await world.sql(
    "select encode(sha256(n::text::bytea), 'hex') as hash from generate_series(5001, 15000) n",
  );
  const asked = JSON.stringify([{ slug: "a", hashes: rows.map(({ hash }) => hash), labels: [] }]);
  const [found] = await world.db(asUser(userId)).rows(existingPrompts({ userId, asked }));
  expect(found!.hashes).toHaveLength(ROWS);
  expect(Object.keys(found!.known ?? {})).toHaveLength(5_000);
});
