import { afterAll, beforeAll, expect, test } from "vitest";
import { IMPERSONAL_TABLES, PERSONAL_TABLES } from "../../src/features/privacy/index.ts";
import { createWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A column so named holds a person's id, whether or not a foreign key says so. */
const NAMES = ["user_id", "owner_id", "actor_id", "created_by", "author_id"];

type Key = { table: string; target: string; on_delete: string };

async function catalogue() {
  const columns = (await world.sql(`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'promptr'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.relname order by c.relname`)) as { table: string; columns: string[] }[];
  const keys = (await world.sql(`
    select t.relname as table, f.relname as target, k.confdeltype as on_delete
    from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class f on f.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'promptr'::regnamespace`)) as Key[];
  return { columns, keys };
}

/** Tables from which foreign keys lead to the profiles, the profiles included. */
function reaching(keys: readonly Key[]): Set<string> {
  const found = new Set(["profiles"]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const { table, target } of keys) if (found.has(target)) found.add(table);
  }
  return found;
}

/** What the registry of personal data and the database disagree about. */
async function faults(): Promise<string[]> {
  const { columns, keys } = await catalogue();
  const persons = reaching(keys);
  const deleted = reaching(keys.filter(({ on_delete }) => on_delete === "c"));
  const entries = new Map(PERSONAL_TABLES.map((entry) => [entry.name as string, entry]));
  const found: string[] = [];
  for (const { table, columns: existing } of columns) {
    const entry = entries.get(table);
    entries.delete(table);
    const isPersonal = persons.has(table) || existing.some((column) => NAMES.includes(column));
    if (!entry && isPersonal) found.push(`${table} holds something of persons and is neither exported nor erased`);
    else if (!entry && !(table in IMPERSONAL_TABLES)) found.push(`${table} is in no list`);
    if (!entry) continue;
    const { exported, omitted, erasure, key } = entry;
    for (const column of existing) {
      const times = exported.filter((one) => one === column).length + (column in omitted ? 1 : 0);
      if (times !== 1) found.push(`${table}.${column} is mentioned ${times} times`);
    }
    const named = [...exported, ...Object.keys(omitted), ...key.map(([column]) => column)];
    for (const column of named) if (!existing.includes(column)) found.push(`${table}.${column} does not exist`);
    const isFree = ["ids only", "by the day", "after usage"].includes(erasure);
    if (isFree ? persons.has(table) : !deleted.has(table)) found.push(`${table} is not ${erasure}`);
  }
  return [...found, ...[...entries.keys()].map((table) => `${table} does not exist`)];
}

test("everything held about persons is exported, or left out for a reason, and erased", async () => {
  expect(await faults()).toEqual([]);
  for (const { omitted } of PERSONAL_TABLES) for (const reason of Object.values(omitted)) expect(reason).not.toBe("");
});

test("tables that are read from a key on begin their order with what the key is compared with", () => {
  for (const { name, ahead, key } of PERSONAL_TABLES)
    if (ahead !== undefined) expect([name, ahead]).toEqual([name, expect.stringContaining(`${key[0]?.[0]} in (`)]);
});

test("a new table or column with something of a person in it does not go unnoticed", async () => {
  await world.sql(`
    create table promptr.t_direct (id uuid primary key, whoever uuid references promptr.profiles (id) on delete cascade);
    create table promptr.t_indirect (id uuid references promptr.t_direct (id));
    create table promptr.t_named (created_by uuid);
    create table promptr.t_nobody (id uuid);
    alter table promptr.prompts add column mood text;
    alter table promptr.sessions drop constraint sessions_user_id_fkey,
      add constraint sessions_user_id_fkey foreign key (user_id) references promptr.profiles (id)`);
  const lost = (table: string) => `${table} holds something of persons and is neither exported nor erased`;
  expect((await faults()).toSorted()).toEqual([
    "prompts.mood is mentioned 0 times",
    "refresh_tokens is not with the account",
    "sessions is not in batches",
    lost("t_direct"),
    lost("t_indirect"),
    lost("t_named"),
    "t_nobody is in no list",
  ]);
  await world.sql(`
    drop table promptr.t_nobody, promptr.t_named, promptr.t_indirect, promptr.t_direct;
    alter table promptr.prompts drop column mood;
    alter table promptr.sessions drop constraint sessions_user_id_fkey,
      add constraint sessions_user_id_fkey foreign key (user_id) references promptr.profiles (id) on delete cascade`);
});

test("the queue holds data of jobs in one table with its partitions, which erasure searches", async () => {
  const tables = await world.sql(`
    select distinct coalesce(parent.relname, c.relname) as table from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname in ('data', 'output') and not a.attisdropped
    left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
    where c.relnamespace = 'pgboss'::regnamespace and c.relkind in ('r', 'p') order by 1`);
  // A schedule's data is the empty payload of its job; warnings tell of queues.
  expect(tables.map(({ table }) => table)).toEqual(["job", "schedule", "warning"]);
});
