import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isExecutable, readTextAsset, ROOT } from "../adapters/assets.ts";
import type { MigrationSet } from "../db/migrate.ts";

/** Written by the build: an executable cannot list a folder. */
const INDEX = "migrations/index.json";
const FOLDER = "migrations";

const fileNames = (): string[] =>
  isExecutable
    ? (JSON.parse(readTextAsset(INDEX)) as string[])
    : readdirSync(join(ROOT, FOLDER)).filter((file) => /^\d{4}-[a-z-]+\.sql$/.test(file));

/** The newest of them: what the schema is called by. */
export const SCHEMA_VERSION = fileNames().sort().at(-1)?.replace(".sql", "") ?? "none";

/** The migrations shipped with this program, in order. */
export function readMigrations(): MigrationSet {
  const read = (file: string): string => readTextAsset(`${FOLDER}/${file}`);
  return {
    roles: read("roles.sql"),
    migrations: fileNames()
      .sort()
      .map((file) => ({ name: file.replace(".sql", ""), sql: read(file) })),
  };
}
