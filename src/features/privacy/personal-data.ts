import type { Tables } from "../../db/tables.ts";
import { ACCOUNT_TABLES } from "./account-tables.ts";
import { ANALYTICS_TABLES } from "./analytics-tables.ts";
import { CONTENT_TABLES } from "./content-tables.ts";
import { DOOR_TABLES } from "./door-tables.ts";
import { JUDGEMENT_TABLES } from "./judgement-tables.ts";
import type { PersonalTable } from "./personal-table.ts";
import { TOLD_TABLES } from "./told-tables.ts";
import { WEBHOOK_TABLES } from "./webhook-tables.ts";

/** Everything held about persons, in the order it is exported and erased. */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
  ...WEBHOOK_TABLES,
  ...JUDGEMENT_TABLES,
  ...TOLD_TABLES,
  ...ANALYTICS_TABLES,
  ...CONTENT_TABLES,
  ...DOOR_TABLES,
  ...ACCOUNT_TABLES,
];

/** Tables that hold nothing of a person, and why that is so. */
export const IMPERSONAL_TABLES: Readonly<Partial<Record<keyof Tables, string>>> = {
  audit_head: "one row: the number and the hash of the newest audit row",
  categories: "comes with migrations",
  feature_flags: "switches of the installation",
  mail_suppressions: "digests of addresses under the server's secret: a wish to get no mail outlives the account",
  model_catalog: "what providers list",
  paused_queues: "switches of the installation",
  rate_limits: "counters under digests, unlogged, gone within a day",
  request_windows: "counters under digests, unlogged, gone within an hour",
  schema_migrations: "which migrations have run",
  server_secrets: "secrets of the installation",
  usage_batches: "numbers and times of what was written together",
  signing_keys: "keys of the installation",
  system_rollups: "sums over everybody, by the quarter of an hour",
};
