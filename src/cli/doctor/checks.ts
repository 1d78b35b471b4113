import { backups } from "./backups.ts";
import type { Check } from "./check.ts";
import { connection } from "./connection.ts";
import { databaseChecks } from "./database.ts";
import { environmentChecks } from "./environment.ts";
import { outsideChecks } from "./outside.ts";
import { secrets } from "./secrets.ts";

const { environment, limits, logs, monitoring } = environmentChecks;
const { schema, store, roles, connections, clock } = databaseChecks;
const { certificates, headers, mail, providers, supabase } = outsideChecks;

/** The guide's production checklist, in its order and its words: a test compares the two. */
export const CHECKLIST: readonly Check[] = [
  environment,
  schema,
  store,
  certificates,
  monitoring,
  backups,
  headers,
  limits,
  logs,
];

/** Everything `promptr doctor` looks at: the checklist, then what it leaves out. */
export const CHECKS: readonly Check[] = [
  ...CHECKLIST,
  connection,
  roles,
  connections,
  clock,
  secrets,
  mail,
  providers,
  supabase,
];
