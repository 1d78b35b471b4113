import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MigrationSet } from "../db/migrate.ts";

const DIRECTORY = join(import.meta.dirname, "../../migrations");

/** The migrations shipped with this program, in order. */
export function readMigrations(): MigrationSet {
  const read = (file: string): string => readFileSync(join(DIRECTORY, file), "utf8");
  const files = readdirSync(DIRECTORY)
    .filter((file) => /^\d{4}-[a-z-]+\.sql$/.test(file))
    .sort();
  return {
    roles: read("roles.sql"),
    migrations: files.map((file) => ({ name: file.replace(".sql", ""), sql: read(file) })),
  };
}
