import type { Query } from "../../db/build.ts";
import type { PersonalTable } from "./personal-table.ts";

export type PersonalRow = Readonly<Record<string, unknown>>;
type Page = { readonly userId: string; readonly after: readonly unknown[]; readonly limit: number };

/** The next rows of one person after a key, with the key's columns and those that are exported. */
export function personalRows({ name, rows, key, exported }: PersonalTable, page: Page): Query<PersonalRow> {
  const { userId, after, limit } = page;
  const order = key.map(([column]) => column).join(", ");
  const columns = [...new Set([...key.map(([column]) => column), ...exported])].join(", ");
  const place = key.map((_, index) => `$${index + 3}`).join(", ");
  return {
    name: `promptr_personal_${name}`,
    sql: `select ${columns} from promptr.${name} where ${rows} and (${order}) > (${place}) order by ${order} limit $2`,
    parameters: [userId, limit, ...after],
  };
}

/** Deletes at most `limit` rows of one person; returns one row for each that is gone. */
export function deletePersonalRows(
  { name, rows, key }: PersonalTable,
  { userId, limit }: Omit<Page, "after">,
): Query<unknown> {
  const columns = key.map(([column]) => column).join(", ");
  return {
    name: `promptr_erase_${name}`,
    // The person stands outside as well: a key may be one only among the rows of one person.
    sql: `delete from promptr.${name} where ${rows} and (${columns}) in (select ${columns} from promptr.${name} where ${rows} limit $2) returning 1`,
    parameters: [userId, limit],
  };
}
