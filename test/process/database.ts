import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { TEMPLATE } from "../setup.ts";

/** Rows of one statement, run as the superuser of the Postgres whose socket lies in `host`. */
export async function query(host: string, database: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ host, user: "postgres", database });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/**
 * A database of the Postgres all tests share, as an external one for a server: migrated, or empty. It is gone when the
 * test ends, or when what was given to `atEnd` has run.
 */
export async function createDatabase(
  state: "migrated" | "empty" = "migrated",
  atEnd: (clear: () => Promise<void>) => void = onTestFinished,
) {
  const host = inject("socket");
  const name = `p_${randomUUID().replaceAll("-", "")}`;
  await query(
    host,
    "postgres",
    `create database ${name}${state === "migrated" ? ` template ${TEMPLATE} strategy file_copy` : ""}`,
  );
  atEnd(async () => void (await query(host, "postgres", `drop database if exists ${name} with (force)`)));
  return {
    name,
    host,
    url: `postgres://postgres@/${name}?host=${encodeURIComponent(host)}`,
    sql: (sql: string) => query(host, name, sql),
  };
}

/** Limits far above what a test sends. */
export const WIDE_LIMITS = JSON.stringify({
  anonymous: { requests: 100_000 },
  free: { requests: 100_000, prompts: 100_000 },
  register: 10_000,
  login: 10_000,
  loginPerAddress: 10_000,
});
