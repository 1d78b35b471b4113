import pg from "pg";
import { inject } from "vitest";
import { until, type World } from "../../world.ts";

/** A transaction of somebody else's, which holds its locks until told: `await using other = await begin(world)`. */
export async function begin(world: World) {
  const [{ name = "" } = {}] = (await world.sql("select current_database() as name")) as { name?: string }[];
  const client = new pg.Client({ host: inject("socket"), user: "postgres", database: name });
  await client.connect();
  await client.query("begin");
  return {
    run: (sql: string, values: unknown[] = []) => client.query(sql, values),
    commit: () => client.query("commit"),
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** Waits until so many statements stand in line for a lock. */
export const areWaiting = (world: World, number: number) =>
  until(async () => {
    const sql = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    return (await world.sql(sql)).length >= number;
  });
