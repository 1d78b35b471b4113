import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect } from "vitest";
import { query } from "./database.ts";
import type { Place } from "./server.ts";
import type { Write } from "./writes.ts";

/** What the database of a place answers. */
export const inHome = (place: Place, sql: string) => query(join(place.home, "socket"), "promptr", sql);

/** The id a welcome mail's job has: the same cause always gives the same id (src/jobs/queue.ts). */
const jobOf = (userId: string): string => {
  const hex = createHash("sha256").update(`mail.send\0welcome:${userId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** The rows there are, by what only one request gave them. */
export async function madeIn(place: Place): Promise<Map<string, string[]>> {
  const made = new Map<string, string[]>();
  const rows = await inHome(
    place,
    "select email as name, id::text from promptr.profiles union all select title, id::text from promptr.prompts",
  );
  for (const row of rows) {
    const [name, id] = [String(row["name"]), String(row["id"])];
    made.set(name, [...(made.get(name) ?? []), id]);
  }
  return made;
}

/** Each request has made one row, whether it was answered, cut off or sent again, and each account has one mail to come. */
export async function expectOnce(place: Place, writes: readonly Write[]): Promise<void> {
  const made = await madeIn(place);
  for (const { name } of writes) expect([name, made.get(name)]).toEqual([name, [expect.any(String)]]);
  const accounts = await inHome(place, "select id::text from promptr.profiles");
  const jobs = await inHome(place, "select id::text from pgboss.job where name = 'mail.send'");
  const idsOf = (rows: readonly Record<string, unknown>[]): string[] => rows.map(({ id }) => String(id)).toSorted();
  expect(idsOf(jobs)).toEqual(accounts.map(({ id }) => jobOf(String(id))).toSorted());
}
