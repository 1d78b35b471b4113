import type { Tables } from "../../db/tables.ts";
import { ACCOUNT_TABLES } from "./account-tables.ts";
import { CONTENT_TABLES } from "./content-tables.ts";
import { DOOR_TABLES } from "./door-tables.ts";
import { JUDGEMENT_TABLES } from "./judgement-tables.ts";
import type { PersonalTable } from "./personal-table.ts";

/** Everything held about persons, in the order it is exported and erased. */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
  ...JUDGEMENT_TABLES,
  ...CONTENT_TABLES,
  ...DOOR_TABLES,
  ...ACCOUNT_TABLES,
];

/** Tables that hold nothing of a person, and why that is so. */
export const IMPERSONAL_TABLES: Readonly<Partial<Record<keyof Tables, string>>> = {
  audit_head: "one row: the number and the hash of the newest audit row",
  categories: "comes with migrations",
  feature_flags: "switches of the installation",
  model_catalog: "what providers list",
  rate_limits: "counters under digests, unlogged, gone within a day",
  schema_migrations: "which migrations have run",
  server_secrets: "secrets of the installation",
  signing_keys: "keys of the installation",
};
