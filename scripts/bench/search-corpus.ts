import type pg from "pg";
import { searchTexts, simhashOf } from "../../src/features/search/index.ts";

/** What one person has. */
const EACH = 100;
/** Texts that differ; every prompt is one of them, so a word is in the same share of the prompts however many there are. */
const TEXTS = 10_000;
const VOCABULARY = 20_000;
/** The commonest words are in every text and in no title. */
const EVERYDAY = 40;
const SYLLABLES =
  "ba be bi bo bu ca ce co da de di do fa fe fi ga ge gi go ha he ho ja jo ka ke ko la le li lo lu ma me mi mo mu na ne ni no pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo wa we wi".split(
    " ",
  );
const CATEGORIES = ["general", "writing", "coding", "analysis", "marketing", "education", "research"];

/** Repeatable chance (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const at = <T>(list: readonly T[], share: number): T => {
  const found = list[Math.floor(share * list.length)];
  if (found === undefined) throw new Error("An empty list");
  return found;
};

function vocabulary(random: () => number): string[] {
  const words = new Set<string>();
  while (words.size < VOCABULARY)
    words.add(Array.from({ length: 2 + Math.floor(random() * 3) }, () => at(SYLLABLES, random())).join(""));
  return [...words];
}

const HAN = Array.from({ length: 1_500 }, (_, index) => String.fromCodePoint(0x4e00 + index * 5));

/** Texts whose words are as frequent as in a language (Zipf); every tenth is Chinese. */
export function corpus() {
  const random = chance(1);
  const words = vocabulary(random);
  const han = () => Array.from({ length: 4 + random() * 8 }, () => at(HAN, random() ** 2)).join("");
  const word = (from = 0) => words[from + Math.floor((VOCABULARY - from) ** random()) - 1] ?? "";
  const many = (count: number, make: () => string) => Array.from({ length: count }, make);
  return Array.from({ length: TEXTS }, (_, index) => {
    const chinese = index % 10 === 0;
    const title = chinese ? han() : many(3 + random() * 4, () => word(EVERYDAY)).join(" ");
    const tags = many(random() * 4, () => word(EVERYDAY));
    const rawPrompt = chinese ? many(12, han).join("，") : many(60 + random() * 140, () => word()).join(" ");
    const description = random() < 0.5 ? null : many(8, () => word()).join(" ");
    const simhash = simhashOf(rawPrompt);
    return {
      title,
      tags: [...new Set(tags)],
      description,
      rawPrompt,
      simhash,
      ...searchTexts({ title, tags, description, rawPrompt }),
    };
  });
}
export type Text = ReturnType<typeof corpus>[number];

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
  await client.query(`create temp table texts (place serial, ${columns.join(", ")})`);
  for (let start = 0; start < texts.length; start += 1_000)
    await client.query(
      `insert into texts (${Object.keys(TEXT_COLUMNS)
        .map((name) => `"${name}"`)
        .join(", ")})
       select * from jsonb_to_recordset($1) as t (${columns.join(", ")})`,
      [JSON.stringify(texts.slice(start, start + 1_000))],
    );
  await client.query("create index on texts (place)");
}

/** Fills an empty, migrated database; three in ten prompts are published. Indexes are made when all is there: sooner done. */
export async function seed(client: pg.Client, prompts: number, texts: readonly Text[]): Promise<void> {
  await client.query(
    "set search_path to promptr; set maintenance_work_mem = '512MB'; set session_replication_role = replica",
  );
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = 'prompts'::regclass and not i.indisunique`,
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  const users = Math.ceil(prompts / EACH);
  await client.query(
    `insert into profiles (id, email, full_name)
     select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user-' || n || '@example.com', 'User ' || n
     from generate_series(1, ${users}) n on conflict do nothing`,
  );
  await bringTexts(client, texts);
  await client.query(
    `insert into prompts (id, user_id, title, description, tags, task, raw_prompt, category, selected_model, quality_score,
       is_public, published_at, view_count, star_count, trend_score, created_at, updated_at, search_title, search_body, simhash)
     select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((1 + n % ${users})::text, 12, '0'))::uuid, title, description,
       tags, "rawPrompt", "rawPrompt", ($1::text[])[1 + n % ${CATEGORIES.length}], 'model-' || n % 13, n % 101 / 100.0, h % 10 < 3,
       case when h % 10 < 3 then timestamptz '2026-11-01' - n * interval '1 minute' end, h % 5000, h % 700, (h % 100000) / 100.0,
       timestamptz '2026-11-01' - n * interval '1 minute', timestamptz '2026-11-01' - h % 500000 * interval '1 minute',
       "searchTitle", "searchBody", simhash
     from (select n, abs(hashint4(n)) as h from generate_series(0, ${prompts - 1}) n) as numbers
       join texts on place = 1 + h / 10 % ${TEXTS}`,
    [CATEGORIES],
  );
  for (const { definition } of rows) await client.query(definition);
  await client.query("drop table texts; set session_replication_role = origin");
  await client.query("vacuum analyze prompts");
}
