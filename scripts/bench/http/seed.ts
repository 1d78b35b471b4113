import pg from "pg";
import {
  allTexts,
  idSql,
  OWNER_SQL,
  PUBLIC_SQL,
  SEED_END,
  sharesOf,
  TEXT_SQL,
  TEXTS,
  TOKEN_SQL,
  usersOf,
} from "./content.ts";

/** Prompts stored by one statement. */
const SLICE = 10_000;
const SEEDERS = 2;

const TEXT_COLUMNS = {
  place: "int",
  title: "text",
  description: "text",
  category: "text",
  tags: "text[]",
  role: "text",
  task: "text",
  context: "text",
  requirements: "text",
  style: "text",
  output: "text",
  raw_prompt: "text",
  selected_model: "text",
  quality_score: "numeric(3,2)",
  score_version: "int",
  rules_hash: "text",
  search_title: "text",
  search_body: "text",
  simhash: "bigint",
  slug: "text",
  content_hash: "text",
};
const CONTENT = "role, task, context, requirements, style, output, selected_model, quality_score";
const JUDGED = "raw_prompt, score_version, rules_hash";
/** Spread over two years, and the same on every machine. */
const CREATED = `timestamptz '${SEED_END}' - interval '1 second' - abs(hashint4(n)) % 63000000 * interval '1 second'`;
const FROM = `from generate_series($2::int, $3::int) n join texts t on t.place = ${TEXT_SQL}`;

async function bringTexts(client: pg.Client): Promise<void> {
  const columns = Object.entries(TEXT_COLUMNS).map(([name, type]) => `${name} ${type}`);
  await client.query(`create unlogged table texts (${columns.join(", ")})`);
  for (let start = 0; start < TEXTS; start += 1_000) {
    await client.query(`insert into texts select * from jsonb_to_recordset($1) as t (${columns.join(", ")})`, [
      JSON.stringify(allTexts().slice(start, start + 1_000)),
    ]);
  }
  await client.query("create index on texts (place)");
  await client.query("analyze texts");
}

/** Statements with the number of users as `$1` and a slice of prompts as `$2` to `$3`. */
const PROMPTR = [
  `insert into prompts (id, user_id, title, description, category, tags, ${CONTENT}, ${JUDGED}, search_title, search_body,
     simhash, slug, is_public, published_at, view_count, star_count, trend_score, created_at, updated_at)
   select ${idSql("prompt", "n")}, ${OWNER_SQL}, title, description, category, tags, ${CONTENT}, ${JUDGED}, search_title,
     search_body, simhash, slug || '-' || n, ${PUBLIC_SQL}, case when ${PUBLIC_SQL} then ${CREATED} end,
     abs(hashint4(n)) % 500, abs(hashint4(n)) % 70, abs(hashint4(n)) % 100000 / 100.0, ${CREATED}, ${CREATED} ${FROM}`,
  `insert into prompt_versions (prompt_id, user_id, version, author_id, content_hash, ${CONTENT}, ${JUDGED}, created_at)
   select ${idSql("prompt", "n")}, ${OWNER_SQL}, 1, ${OWNER_SQL}, decode(content_hash, 'hex'), ${CONTENT}, ${JUDGED}, ${CREATED}
   ${FROM}`,
];
/** `raw_prompt` stays empty, as in the yardstick's rows: what we answer is larger by it. */
const PLAIN = [
  `insert into prompts (id, user_id, title, description, category, tags, ${CONTENT}, is_public, view_count, created_at, updated_at)
   select ${idSql("prompt", "n")}, ${OWNER_SQL}, title, description, category, tags, ${CONTENT}, ${PUBLIC_SQL},
     abs(hashint4(n)) % 500, ${CREATED}, ${CREATED} ${FROM}`,
];

const SHARES = `from generate_series(0, $2::int - 1) s, lateral (select s * 7 % $3::int as n) as shared`;
const PROMPTR_PEOPLE = [
  `insert into profiles (id, email, full_name, subscription_tier, origin)
   select ${idSql("user", "n")}, 'user' || n || '@example.com', 'User Number ' || n,
     case when n % 10 = 0 then 'pro' else 'free' end, 'supabase' from generate_series(0, $1 - 1) n`,
  `insert into identities (provider, subject, user_id) select 'supabase', id::text, id from profiles where $1 > 0`,
];
const PROMPTR_SHARES = `insert into shared_prompts (id, prompt_id, created_by, share_token, max_views, created_at)
   select gen_random_uuid(), ${idSql("prompt", "n")}, ${OWNER_SQL}, sha256(convert_to(${TOKEN_SQL}, 'UTF8')), 1000000,
     '2025-06-01' ${SHARES}`;
const PLAIN_PEOPLE = [
  `insert into profiles (id, email, full_name, subscription_tier)
   select ${idSql("user", "n")}, 'user' || n || '@example.com', 'User Number ' || n,
     case when n % 10 = 0 then 'pro' else 'free' end from generate_series(0, $1 - 1) n`,
];
const PLAIN_SHARES = `insert into shared_prompts (prompt_id, share_token, created_by, max_views, created_at)
   select ${idSql("prompt", "n")}, ${TOKEN_SQL}, ${OWNER_SQL}, 2000000000, '2025-06-01' ${SHARES}`;

const KINDS = {
  promptr: { people: PROMPTR_PEOPLE, slices: PROMPTR, shares: PROMPTR_SHARES },
  plain: { people: PLAIN_PEOPLE, slices: PLAIN, shares: PLAIN_SHARES },
};
export type Kind = keyof typeof KINDS;

/** Takes the indexes of the table away, but for those that are constraints, and gives what makes them again. */
async function dropIndexes(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = $1::regclass and not i.indisunique`,
    [table],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

/** Fills an empty database, whose tables are there, with prompts of `prompts / 100` people and links to a tenth of them. */
export async function seed(connection: pg.ClientConfig, kind: Kind, prompts: number): Promise<void> {
  const clients = Array.from({ length: SEEDERS }, () => new pg.Client(connection));
  for (const client of clients) {
    await client.connect();
    await client.query(
      `set search_path to ${kind === "promptr" ? "promptr" : "public"}; set maintenance_work_mem = '512MB';
       set session_replication_role = replica; set synchronous_commit = off`,
    );
  }
  const [client] = clients;
  if (!client) throw new Error("No connection");
  const { people, slices, shares } = KINDS[kind];
  const definitions = await dropIndexes(client, "prompts");
  const users = usersOf(prompts);
  await bringTexts(client);
  for (const sql of people) await client.query(sql, [users]);
  const work = slices.flatMap((sql) =>
    Array.from({ length: Math.ceil(prompts / SLICE) }, (_, index): [string, number[]] => [
      sql,
      [users, index * SLICE, Math.min((index + 1) * SLICE, prompts) - 1],
    ]),
  );
  const drain = async (one: pg.Client, tasks: [string, unknown[]][]): Promise<void> => {
    for (let task = tasks.shift(); task; task = tasks.shift()) await one.query(...task);
  };
  await Promise.all(clients.map((one) => drain(one, work)));
  const indexing = definitions.map((sql): [string, unknown[]] => [sql, []]);
  await Promise.all(clients.map((one) => drain(one, indexing)));
  await client.query(shares, [users, sharesOf(prompts), prompts]);
  await client.query("drop table texts");
  await client.query("vacuum (analyze, freeze)");
  for (const one of clients) await one.end();
}
