import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { TEMPLATE } from "./setup.ts";

export type Sql = (sql: string, parameters?: unknown[]) => Promise<Record<string, unknown>[]>;

const SQL_CONNECTIONS = 20;
/**
 * SQL as the superuser, over connections that are kept: a new one costs more than most statements. Several statements
 * in one text get a connection of their own, because they may leave settings or a transaction behind.
 */
export function superuser(database: string): { sql: Sql; end: () => Promise<void> } {
  const options = { host: inject("socket"), user: "postgres", database };
  const pool = new pg.Pool({ ...options, max: SQL_CONNECTIONS, allowExitOnIdle: true });
  pool.on("error", () => undefined); // the server has ended an idle one, as at the end of the run
  const alone: Sql = async (sql, parameters = []) => {
    const client = new pg.Client(options);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, parameters)).rows;
    } finally {
      await client.end();
    }
  };
  const sql: Sql = async (text, parameters = []) =>
    text.includes(";") ? alone(text, parameters) : (await pool.query<Record<string, unknown>>(text, parameters)).rows;
  return { sql, end: () => pool.end() };
}
let administration: ReturnType<typeof superuser> | undefined;
/** Makes and drops databases. */
const administer: Sql = (sql) => (administration ??= superuser("postgres")).sql(sql);

async function makeDatabase(): Promise<string> {
  const database = `w_${randomUUID().replaceAll("-", "")}`;
  // Copying files costs a third of writing every page to the log as well.
  await administer(`create database ${database} template ${TEMPLATE} strategy file_copy`);
  return database;
}
let spare: Promise<string> | undefined;
/** A new database; the next one is made meanwhile, and what the last world leaves is dropped meanwhile: tests wait for neither. */
export function takeDatabase(): Promise<string> {
  const database = spare ?? makeDatabase();
  spare = makeDatabase();
  spare.catch(() => undefined); // whoever takes it is told
  return database;
}
/** Ends with the run at the latest, whose Postgres is thrown away. */
export const dropDatabase = (database: string): void =>
  void administer(`drop database ${database} with (force)`).catch(() => undefined);
