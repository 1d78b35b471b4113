import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../../src/app/migrations.ts";
import { migrate } from "../../../src/db/migrate.ts";
import { type Kind, seed } from "./seed.ts";

/** A durable Postgres as anybody would run it for this much data; the same for all contestants, over its unix socket. */
const SETTINGS = { shared_buffers: "512MB", max_connections: "120" };
const PLAIN = readFileSync(join(import.meta.dirname, "plain.sql"), "utf8");

/** Names a seed by all it is made of, so that a changed migration or generator seeds anew. */
function seedName(kind: Kind, prompts: number): string {
  const made = createHash("sha256");
  for (const file of ["content.ts", "seed.ts", "plain.sql"])
    made.update(readFileSync(join(import.meta.dirname, file), "utf8"));
  if (kind === "promptr") made.update(JSON.stringify(readMigrations()));
  return `seed_${kind}_${prompts}_${made.digest("hex").slice(0, 8)}`;
}

/** The Postgres of a run: seeds that are kept from run to run, and a copy of one for each contestant. */
export class Store {
  readonly #server: EmbeddedPostgres;
  readonly #admin: pg.Client;

  private constructor(server: EmbeddedPostgres, admin: pg.Client) {
    this.#server = server;
    this.#admin = admin;
  }

  static async start(state: string): Promise<Store> {
    const server = await startEmbeddedPostgres({ home: join(state, "home"), settings: SETTINGS });
    const admin = new pg.Client({ ...server.connection, database: "postgres" });
    await admin.connect();
    return new Store(server, admin);
  }

  get postmaster(): number {
    return Number(readFileSync(join(this.#server.dataDirectory, "postmaster.pid"), "utf8").split("\n")[0]);
  }

  urlOf(database: string): string {
    const { host, port, user } = this.#server.connection;
    return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  }

  async query<R extends pg.QueryResultRow>(database: string, sql: string): Promise<R[]> {
    const client = new pg.Client({ ...this.#server.connection, database });
    await client.connect();
    try {
      return (await client.query<R>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async number(database: string, sql: string): Promise<number> {
    const [row] = await this.query<Record<string, unknown>>(database, sql);
    return Number(Object.values(row ?? {})[0] ?? 0);
  }

  async #has(database: string): Promise<boolean> {
    return (await this.#admin.query("select from pg_database where datname = $1", [database])).rowCount === 1;
  }

  /** Seeds when there is no such seed yet, and forgets those of the same size that are out of date. */
  async #template(kind: Kind, prompts: number): Promise<string> {
    const name = seedName(kind, prompts);
    if (await this.#has(name)) return name;
    const { rows } = await this.#admin.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1)",
      [`seed_${kind}_${prompts}_`],
    );
    for (const { datname } of rows) await this.#admin.query(`drop database ${datname}`);
    const draft = `${name}_making`;
    await this.#admin.query(`drop database if exists ${draft}`);
    await this.#admin.query(`create database ${draft}`);
    const connection = { ...this.#server.connection, database: draft };
    if (kind === "promptr") await migrate(connection, readMigrations());
    else await this.query(draft, PLAIN);
    await seed(connection, kind, prompts);
    await this.#admin.query(`alter database ${draft} rename to ${name}`);
    return name;
  }

  /** A fresh copy of a seed, file by file; returns its name. */
  async copy(contestant: string, kind: Kind, prompts: number): Promise<string> {
    const template = await this.#template(kind, prompts);
    const name = `run_${contestant.replaceAll("-", "_")}`;
    await this.#admin.query(`drop database if exists ${name} with (force)`);
    await this.#admin.query(`create database ${name} template ${template} strategy file_copy`);
    return name;
  }

  async stop(databases: readonly string[]): Promise<void> {
    for (const name of databases) await this.#admin.query(`drop database if exists ${name} with (force)`);
    await this.#admin.end();
    await this.#server.stop();
  }
}
