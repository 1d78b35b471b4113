import { externalConnections } from "../app/connections.ts";
import { readMigrations } from "../app/migrations.ts";
import type { Config } from "../config.ts";
import { Database } from "../db/database.ts";
import { asUser } from "../db/identity.ts";
import { pendingMigrations } from "../db/migrate.ts";
import { explain, type Out } from "./refusal.ts";

type Finding = { readonly level: "error" | "warning"; readonly what: string; readonly todo: string };

const OLDEST = 150_000;
const CLOCK_SKEW_MAX_MS = 30_000;

function configurationFindings(config: Config): Finding[] {
  const findings: Finding[] = [];
  const add = (condition: boolean, level: Finding["level"], what: string, todo: string): void => {
    if (condition) findings.push({ level, what, todo });
  };
  add(
    config.production && !config.DATABASE_URL,
    "warning",
    "The embedded database serves production",
    "Set DATABASE_URL, or back up PROMPTR_HOME yourself",
  );
  add(config.production && !config.SMTP_URL, "warning", "Mails are written to files, not sent", "Set SMTP_URL");
  add(
    config.production && (config.PUBLIC_URL?.startsWith("http://") ?? false),
    "error",
    "PUBLIC_URL is not https",
    "Serve over https and say so",
  );
  add(
    config.pooled && !config.MIGRATE_DATABASE_URL,
    "warning",
    "Migrations run through a transaction pooler",
    "Set MIGRATE_DATABASE_URL to a direct connection",
  );
  const url = config.DATABASE_URL?.reveal() ?? "";
  add(
    url !== "" && !/sslmode=|@(localhost|127\.0\.0\.1|\[::1\]|\/)|host=(%2F|\/)/i.test(url),
    "warning",
    "DATABASE_URL does not say sslmode",
    "Add ?sslmode=require",
  );
  return findings;
}

async function databaseFindings(config: Config): Promise<Finding[]> {
  const { DATABASE_URL } = config;
  if (!DATABASE_URL) return [];
  const { app, migrate } = externalConnections({ ...config, DATABASE_URL });
  const database = new Database({ connection: app, pooled: config.pooled, onError: () => undefined });
  const findings: Finding[] = [];
  try {
    const pending = await pendingMigrations(migrate, readMigrations());
    if (pending.length > 0)
      return [{ level: "error", what: `Migrations are missing: ${pending.join(", ")}`, todo: "Run promptr migrate" }];
    const facts = await database
      .as(asUser(null))
      .one<{ version: number; bypasses: boolean; strong: boolean; now: Date }>({
        sql: `select current_setting('server_version_num')::int as version, now() as now,
        (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
        (select rolsuper from pg_roles where rolname = session_user) as strong`,
        parameters: [],
      });
    if (facts.version < OLDEST)
      findings.push({ level: "error", what: "PostgreSQL is older than 15", todo: "Upgrade the database" });
    if (facts.bypasses)
      findings.push({
        level: "error",
        what: "The service's role can bypass row level security",
        todo: "Revoke BYPASSRLS from promptr_app",
      });
    if (facts.strong)
      findings.push({
        level: "warning",
        what: "The login of DATABASE_URL is a superuser",
        todo: "Give the server a plain login, and the strong one to MIGRATE_DATABASE_URL",
      });
    const skew = Math.abs(facts.now.getTime() - Date.now());
    if (skew > CLOCK_SKEW_MAX_MS)
      findings.push({
        level: "warning",
        what: `The clocks differ by ${Math.round(skew / 1_000)} s`,
        todo: "Set the time of this machine",
      });
  } catch (error) {
    findings.push({
      level: "error",
      what: explain(error),
      todo: "Check DATABASE_URL",
    });
  } finally {
    await database.close();
  }
  return findings;
}

/** `promptr doctor`: says what is wrong and what to do; exit 1 when there is an error. */
export async function doctor(config: Config, out: Out): Promise<number> {
  const findings = [...configurationFindings(config), ...(await databaseFindings(config))];
  const text = findings.map(({ level, what, todo }) => `${level}: ${what}. ${todo}.\n`).join("");
  out.print({ findings }, text || "everything looks right\n");
  return findings.some(({ level }) => level === "error") ? 1 : 0;
}
