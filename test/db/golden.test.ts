import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const files = globSync(join(import.meta.dirname, "../golden/*.sql")).sort();
const statements = files.flatMap((file) =>
  readFileSync(file, "utf8")
    .split(/^-- /m)
    .filter(Boolean)
    .map((part) => {
      const [name = "", ...sql] = part.trim().split("\n");
      return { name, sql: sql.join("\n").replace(/;$/, "") };
    }),
);

test("every queries file has golden SQL", () => {
  const queries = globSync(join(import.meta.dirname, "../../src/features/**/*queries.ts"));
  expect(files.length).toBeGreaterThanOrEqual(queries.length);
  expect(new Set(statements.map(({ name }) => name)).size).toBe(statements.length);
  for (const file of files) expect(statements.some(({ name }) => name.startsWith(basename(file, ".sql")))).toBe(true);
});

test("Postgres plans every statement of the golden SQL against the migrated schema", async () => {
  const faults: string[] = [];
  for (const { name, sql } of statements) {
    if (sql.startsWith("lock table")) continue; // has no plan
    // A generic plan needs no values, so this also holds for what a prepared statement does after five runs.
    await world
      .sql(`explain (generic_plan) ${sql}`)
      .catch((error: unknown) => faults.push(`${name}: ${String(error)}`));
  }
  expect(faults).toEqual([]);
});
