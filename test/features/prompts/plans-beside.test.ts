import { expect, test } from "vitest";
import type { Compilable, Query } from "../../../src/db/build.ts";
import { AS_JOBS, asUser } from "../../../src/db/identity.ts";
import {
  deleteFolder,
  lockFolders,
  ownFolder,
  ownFolders,
  takeOut,
  tree,
} from "../../../src/features/folders/queries.ts";
import { labelState, lockLabels } from "../../../src/features/labels/move-queries.ts";
import { historyOf, labelOf, labelsOf } from "../../../src/features/labels/queries.ts";
import { countOwn, ownPrompts } from "../../../src/features/prompts/list-queries.ts";
import { ORDERS } from "../../../src/features/prompts/order.ts";
import { versionOf, versionsOf } from "../../../src/features/prompts/versions/queries.ts";
import { createWorld, type World } from "../../world.ts";

const ROWS = 10_000;
const OWNERS = 20;

/** Twenty people with five hundred prompts in as many folders each; every prompt has a version and two labels. */
async function fill(world: World): Promise<string> {
  const users = await Promise.all(Array.from({ length: OWNERS }, () => world.user()));
  const ids = users.map(({ userId }) => userId);
  await world.sql(
    `insert into promptr.folders (id, user_id, name)
     select gen_random_uuid(), id, 'Folder ' || n from unnest($1::uuid[]) id, generate_series(1, ${ROWS / OWNERS}) n`,
    [ids],
  );
  await world.sql(
    `with made as (
       insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, folder_id)
       select gen_random_uuid(), user_id, 'Prompt', 'task', repeat('x', 500), 0.5, id from promptr.folders returning *)
     insert into promptr.prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
     select id, user_id, 1, sha256(id::text::bytea), task, raw_prompt, selected_model, 0.5 from made`,
  );
  await world.sql(
    `with placed as (
       insert into promptr.prompt_labels (prompt_id, user_id, label, version)
       select id, user_id, label, 1 from promptr.prompts, unnest(array['production', 'p' || right(id::text, 2)]) label returning *)
     insert into promptr.label_events (id, prompt_id, user_id, label, to_version, revision, actor_kind)
     select gen_random_uuid(), prompt_id, user_id, label, 1, 1, 'session' from placed`,
  );
  for (const table of ["prompts", "folders", "prompt_versions", "prompt_labels", "label_events"])
    await world.sql(`vacuum analyze promptr.${table}`);
  return ids[0]!;
}

type Node = { readonly "Node Type": string; readonly "Relation Name"?: string; readonly Plans?: readonly Node[] };
const scansOf = (node: Node): string[] => [
  ...(node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? ""] : []),
  ...(node.Plans ?? []).flatMap(scansOf),
];
const literal = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return `'{${value.join(",")}}'`;
  return `'${(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
};

/** The tables a statement could only read from end to end as the server's own role, for these values and for any values. */
const scans = (world: World, userId: string, query: Query<unknown> | Compilable<unknown>): Promise<string[]> =>
  world.db(asUser(userId)).transaction(async (db) => {
    const { sql, parameters } = "compile" in query ? query.compile() : query;
    const run = (text: string) => db.rows<{ "QUERY PLAN": [{ Plan: Node }] }>({ sql: text, parameters: [] });
    await run(`prepare asked as ${sql}`);
    // Small tables are read through for being small; what is read through even so has no index to go by.
    await run("set local enable_seqscan = off");
    const found: string[] = [];
    for (const mode of ["force_custom_plan", "force_generic_plan"]) {
      await run(`set local plan_cache_mode = ${mode}`);
      const values = parameters.length > 0 ? `(${parameters.map(literal).join(", ")})` : "";
      const [row] = await run(`explain (format json) execute asked ${values}`);
      found.push(...scansOf(row!["QUERY PLAN"][0].Plan));
    }
    await run("deallocate asked");
    return found;
  });

test("folders, labels, their history and versions have an index for each question, whoever else has how many", async () => {
  await using world = await createWorld();
  const userId = await fill(world);
  const [row] = await world.sql("select id, folder_id from promptr.prompts where user_id = $1 limit 1", [userId]);
  const [promptId, folderId] = [String(row!["id"]), String(row!["folder_id"])];
  const [one, label] = [{ userId, promptId }, "production"];
  const page = { limit: 21, offset: 0 };
  const span = { after: null, ...page };
  const queries: Record<string, Query<unknown> | Compilable<unknown>> = {
    tree: tree({ userId, limit: 1_000 }),
    ownFolders: ownFolders({ userId, limit: 1_000 }),
    ownFolder: ownFolder({ userId, id: folderId }),
    takeOut: takeOut({ userId, folderIds: [folderId], limit: 500 }),
    lockFolders: lockFolders({ userId, folderIds: [folderId] }),
    deleteFolder: deleteFolder({ userId, id: folderId }),
    "a folder's prompts": ownPrompts({ userId, folderId }, ORDERS.title, span),
    "the number of them": countOwn({ userId, folderId }),
    "a common label's prompts": ownPrompts({ userId, label }, ORDERS["-createdAt"], span),
    "a rare label's prompts": ownPrompts({ userId, label: "p7f" }, ORDERS["-createdAt"], span),
    lockLabels: lockLabels(one),
    labelState: labelState({ ...one, label, version: 1 }),
    labelsOf: labelsOf({ ...one, above: "", ...page }),
    labelOf: labelOf({ ...one, label }),
    historyOf: historyOf({ ...one, label, below: 1_000, ...page }),
    versionsOf: versionsOf({ ...one, below: 1_000, ...page }),
    versionOf: versionOf({ ...one, version: 1 }),
  };
  for (const [name, query] of Object.entries(queries))
    expect([name, await scans(world, userId, query)]).toEqual([name, []]);

  // As the job that exports and erases what a person has.
  const rows = await world.db(AS_JOBS).rows<{ "QUERY PLAN": string }>({
    sql: `explain select id from promptr.prompts where user_id = '${userId}' and id > '${promptId}' order by id limit 20`,
    parameters: [],
  });
  const plan = rows.map((line) => line["QUERY PLAN"]).join("\n");
  expect(plan).toContain("prompts_user_id_id_key");
  expect(plan).not.toContain("Sort");
}, 60_000);
