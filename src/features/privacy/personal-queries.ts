import type { Query } from "../../db/build.ts";
import type { Day } from "../usage/index.ts";
import type { PersonalTable } from "./personal-table.ts";

type Page = {
  readonly userId: string;
  readonly after: readonly unknown[];
  readonly limit: number;
  /** Of a table that is erased by the day: which one. */
  readonly day?: Day | undefined;
};

/** Some rows of a table: JSON objects with commas between them, and the key of the last one; null when there is none. */
export type PersonalPage = { readonly rows: number; readonly text: string; readonly last: readonly string[] | null };

/**
 * The next rows of one person after a key. Postgres writes the JSON: a driver's objects for every value of fifty thousand
 * rows cost ten times the memory of their text.
 */
export function personalRows(
  { name, rows, ahead, key, exported }: PersonalTable,
  { userId, after, limit, day }: Page,
): Query<PersonalPage> {
  const keys = key.map(([column]) => column);
  const columns = [...new Set([...keys, ...exported])].join(", ");
  const place = keys.map((_, index) => `$${index + 3}`).join(", ");
  const order = keys.join(", ");
  const [from, to] = [`$${keys.length + 3}`, `$${keys.length + 4}`];
  const within = day === undefined ? "" : ` and created_at >= ${from} and created_at < ${to}`;
  const beyond = ahead === undefined ? "" : ` and ${ahead}`;
  const last = keys.map((column) => `${column}::text`).join(", ");
  return {
    sql: `with page as materialized (
        select ${columns} from promptr.${name} where ${rows}${beyond}${within} and (${order}) > (${place}) order by ${order} limit $2
      ) select count(*)::int as rows, coalesce(string_agg(
          (select row_to_json(given)::text from (select ${exported.map((column) => `page.${column}`).join(", ")}) as given),
          E',\\n' order by ${order}), '') as text,
        (select array[${last}] from page order by ${keys.map((column) => `${column} desc`).join(", ")} limit 1) as last
      from page`,
    parameters: [userId, limit, ...after, ...(day === undefined ? [] : [day.from, day.to])],
  };
}

/** Deletes at most `limit` rows of one person; returns one row for each that is gone. */
export function deletePersonalRows(
  { name, rows, key }: PersonalTable,
  { userId, limit }: Pick<Page, "userId" | "limit">,
): Query<unknown> {
  const columns = key.map(([column]) => column).join(", ");
  return {
    name: `promptr_erase_${name}`,
    // The person stands outside as well: a key may be one only among the rows of one person.
    sql: `delete from promptr.${name} where ${rows} and (${columns}) in (select ${columns} from promptr.${name} where ${rows} limit $2) returning 1`,
    parameters: [userId, limit],
  };
}
