import type pg from "pg";
import { CATEGORIES, EMPTY_HANDED, type Text, TEXTS, usersOf } from "./search-corpus.ts";

/** Prompts stored by one statement. */
const SLICE = 10_000;

const TEXT_COLUMNS = {
  title: "text",
  description: "text",
  tags: "text[]",
  rawPrompt: "text",
  searchTitle: "text",
  searchBody: "text",
  simhash: "bigint",
};

async function bringTexts(client: pg.Client, texts: readonly Text[]): Promise<void> {
  const columns = Object.entries(TEXT_COLUMNS).map(([name, type]) => `"${name}" ${type}`);
  await client.query(`create unlogged table texts (place serial, ${columns.join(", ")})`);
  for (let start = 0; start < texts.length; start += 1_000)
    await client.query(
      `insert into texts (${Object.keys(TEXT_COLUMNS)
        .map((name) => `"${name}"`)
        .join(", ")})
       select * from jsonb_to_recordset($1) as t (${columns.join(", ")})`,
      [JSON.stringify(texts.slice(start, start + 1_000))],
    );
  await client.query("create index on texts (place); analyze texts");
}

const insertSlice = (users: number): string =>
  `insert into prompts (id, user_id, title, description, tags, task, raw_prompt, category, selected_model, quality_score,
     is_public, published_at, view_count, star_count, trend_score, created_at, updated_at, search_title, search_body, simhash,
     folder_id)
   select gen_random_uuid(), owner, title, description, tags, "rawPrompt", "rawPrompt",
     ($1::text[])[1 + n % ${CATEGORIES.length}], 'model-' || n % 13, n % 101 / 100.0, h % 10 < 3,
     case when h % 10 < 3 then timestamptz '2026-11-01' - n * interval '1 minute' end, h % 5000, h % 700, (h % 100000) / 100.0,
     timestamptz '2026-11-01' - n * interval '1 minute', timestamptz '2026-11-01' - h % 500000 * interval '1 minute',
     "searchTitle", "searchBody", simhash, case when h % 4 = 0 then owner end
   from (select n, abs(hashint4(n)) as h, ('00000000-0000-7000-8000-' ||
       lpad((case when n % ${EMPTY_HANDED} = 0 then 1 else 1 + n % ${users} end)::text, 12, '0'))::uuid as owner
     from generate_series($2::int, $3::int) n) as numbers
     join texts on place = 1 + h / 10 % ${TEXTS}`;

/**
 * Fills an empty, migrated database over several connections; three in ten prompts are published, one in four is in its
 * owner's folder, half have a label. Indexes are made when all is there: sooner done.
 */
export async function seed(clients: readonly pg.Client[], prompts: number, texts: readonly Text[]): Promise<void> {
  const [client] = clients;
  if (!client) throw new Error("No connection");
  for (const one of clients)
    await one.query(
      "set search_path to promptr; set maintenance_work_mem = '512MB'; set session_replication_role = replica",
    );
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = 'prompts'::regclass and not i.indisunique`,
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  const users = usersOf(prompts);
  await client.query(
    `insert into profiles (id, email, full_name)
     select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user-' || n || '@example.com', 'User ' || n
     from generate_series(1, ${users}) n`,
  );
  await client.query("insert into folders (id, user_id, name) select id, id, 'A folder' from profiles");
  await bringTexts(client, texts);
  const starts = Array.from({ length: Math.ceil(prompts / SLICE) }, (_, index) => index * SLICE);
  const definitions = rows.map(({ definition }) => definition);
  const insertAll = async (one: pg.Client): Promise<void> => {
    for (let from = starts.shift(); from !== undefined; from = starts.shift())
      await one.query(insertSlice(users), [CATEGORIES, from, Math.min(from + SLICE, prompts) - 1]);
  };
  const indexAll = async (one: pg.Client): Promise<void> => {
    for (let sql = definitions.shift(); sql !== undefined; sql = definitions.shift()) await one.query(sql);
  };
  await Promise.all(clients.map(insertAll));
  await Promise.all(clients.map(indexAll));
  await client.query(
    `insert into prompt_labels (prompt_id, user_id, label, version)
     select id, user_id, 'production', 1 from prompts where star_count % 2 = 0`,
  );
  await client.query("drop table texts");
  await client.query("vacuum analyze prompts");
  await client.query("vacuum analyze prompt_labels");
}
