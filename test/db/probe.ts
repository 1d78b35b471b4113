import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { World } from "../world.ts";

export const COMMANDS = ["select", "insert", "update", "delete"] as const;
export type Command = (typeof COMMANDS)[number];
export type Probed = { readonly table: string; readonly command: Command; readonly result: string };

/** Says how many rows a statement touched, or the SQLSTATE it was refused with; either way it has changed nothing. */
const ATTEMPT = `
  create schema if not exists probe;
  grant usage on schema probe to public;
  create or replace function probe.attempt(statement text) returns text language plpgsql as $$
  declare
    touched bigint;
  begin
    execute statement;
    get diagnostics touched = row_count;
    raise exception using errcode = 'ZZ000', message = touched::text;
  exception when others then
    return case when sqlstate = 'ZZ000' then sqlerrm else sqlstate end;
  end
  $$`;

const quoted = pg.escapeLiteral;
/** A row with a subject's id in it is that subject's. */
const isNobodys = (row: string, ids: readonly string[]): string =>
  ids.map((id) => `${row} not like ${quoted(`%${id}%`)}`).join(" and ");

/**
 * For each table and command one statement about the rows that hold none of these ids. Rows are added as copies of what is
 * there, in the columns that the role may write; where it may write none, in all, so that the refusal is seen.
 */
export async function statementsFor(world: World, role: string, strangers: readonly string[]): Promise<Probed[]> {
  await world.sql(ATTEMPT);
  const tables = await world.sql(
    `select c.relname as name, c.oid::regclass::text as path, array_agg(quote_ident(a.attname) order by a.attnum) as columns,
       array_agg(quote_ident(a.attname) order by a.attnum) filter (where has_column_privilege($1, c.oid, a.attnum, 'insert')) as insertable,
       array_agg(quote_ident(a.attname) order by a.attnum) filter (where has_column_privilege($1, c.oid, a.attnum, 'update')) as updatable
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'promptr'::regnamespace and c.relkind in ('r', 'p') and a.attgenerated = '' and a.attidentity <> 'a'
     group by c.oid, c.relname order by c.relname`,
    [role],
  );
  const probed = tables.map(async (row): Promise<Probed[]> => {
    const { name, path, columns, insertable, updatable } = row as Record<"name" | "path", string> &
      Record<"columns" | "insertable" | "updatable", string[]>;
    const found = await world.sql(
      `select ctid::text as place, to_jsonb(t)::text as content from ${path} t
       where ${isNobodys("to_jsonb(t)::text", strangers)} limit 1`,
    );
    const [one] = found;
    if (!one) return [{ table: name, command: "select", result: "" }];
    const where = `where ctid = '${String(one["place"])}'`;
    const written = (insertable ?? columns).join(", ");
    const changed = (updatable ?? columns)[0] ?? "";
    const statements: Record<Command, string> = {
      select: `select 1 from ${path} ${where}`,
      insert: `insert into ${path} (${written}) select ${written} from jsonb_populate_record(null::${path}, ${quoted(String(one["content"]))}::jsonb)`,
      update: `update ${path} set ${changed} = ${changed} ${where}`,
      delete: `delete from ${path} ${where}`,
    };
    return COMMANDS.map((command) => ({ table: name, command, result: statements[command] }));
  });
  return (await Promise.all(probed)).flat();
}

/** What each statement comes to for one identity. */
export async function probe(
  world: World,
  statements: readonly Probed[],
  { role, subject }: { role: string; subject: string },
): Promise<Probed[]> {
  const asked = `begin; set local role ${role}; set local promptr.subject to ${quoted(subject)};
    select array(select probe.attempt(statement) from unnest(array[${statements.map(({ result }) => quoted(result)).join(", ")}]::text[])
      with ordinality as s(statement, place) order by place) as results; rollback`;
  const client = new pg.Client({ host: inject("socket"), user: "postgres", database: await nameOf(world) });
  await client.connect();
  try {
    const answers = (await client.query(asked)) as unknown as { rows: { results?: string[] }[] }[];
    const results = answers.flatMap(({ rows }) => rows.flatMap((row) => row.results ?? []));
    return statements.map(({ table, command }, n) => ({ table, command, result: results[n] ?? "lost" }));
  } finally {
    await client.end();
  }
}

export const nameOf = async (world: World): Promise<string> =>
  String((await world.sql("select current_database() as name"))[0]?.["name"]);

type Statement = (sql: string) => Promise<string>;
/**
 * Speaks as a login of the cluster that is a member of these roles and nothing else, as an attacker who had a connection
 * would; each statement's answer is the SQLSTATE it was refused with, or "done".
 */
export async function asLogin(world: World, roles: readonly string[], work: (attempt: Statement) => Promise<void>) {
  const name = `login_${randomUUID().replaceAll("-", "")}`;
  await world.sql(`create role ${name} login; grant ${roles.join(", ")} to ${name}`);
  const client = new pg.Client({ host: inject("socket"), user: name, database: await nameOf(world) });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await work(async (sql) => {
      try {
        await client.query(sql);
        return "done";
      } catch (error) {
        return (error as { code?: string }).code ?? String(error);
      }
    });
  } finally {
    await client.end();
    await world.sql(`drop role ${name}`);
  }
}
