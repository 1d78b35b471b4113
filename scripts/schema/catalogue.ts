/** A foreign key of one table: its own columns, and the table they name a row of. */
export type Reference = { readonly columns: readonly string[]; readonly target: string; readonly onDelete: string };
export type Column = {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly isKey: boolean;
};
export type Table = {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly references: readonly Reference[];
};

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

const TABLES = `
  select c.relname as name,
    (select jsonb_agg(jsonb_build_object(
        'name', a.attname,
        'type', regexp_replace(t.typname, '^_(.*)$', '\\1[]'),
        'isNullable', not a.attnotnull,
        'isKey', exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey))
      ) order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    coalesce((select jsonb_agg(jsonb_build_object(
        'columns', (select jsonb_agg(a.attname order by place) from unnest(k.conkey) with ordinality as u(attnum, place)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum),
        'target', f.relname,
        'onDelete', case k.confdeltype when 'c' then 'cascade' when 'n' then 'set null' when 'r' then 'restrict' else 'refuse' end
      ) order by k.conname)
      from pg_constraint k join pg_class f on f.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0), '[]') as references
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'promptr' and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname`;

/** Every table of ours as Postgres describes it; partitions count as their parent. */
export const readCatalogue = async (query: Query): Promise<Table[]> => (await query(TABLES)) as unknown as Table[]; // the statement's shape
