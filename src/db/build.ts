import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import { createHash } from "node:crypto";
import type { Tables } from "./tables.ts";

/** A query that knows what it returns but holds no connection: builders make it, a `Db` runs it. */
export type Query<R> = {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly name?: string;
  readonly row?: R;
};
/** Anything of Kysely's that compiles, with the row type it returns. */
export type Compilable<R> = { compile(): CompiledQuery<R> };

export const toQuery = <R>(query: Query<R> | Compilable<R>): Query<R> => ("compile" in query ? query.compile() : query);

/** Kysely without a database: it only writes SQL, so every query can be reviewed as text. */
export const build: Kysely<Tables> = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}).withSchema("promptr");

class Slot {
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
}

/** Stand-ins for the parameters of a statement; to Kysely's types they are the values themselves. */
const slots = new Proxy({}, { get: (_target, key) => new Slot(String(key)) });

const nameOf = (sql: string): string => `p_${createHash("sha256").update(sql).digest("hex").slice(0, 24)}`;

/**
 * A query built and compiled once and run by name: Postgres parses and plans it once a connection.
 * `write` gets a stand-in for each parameter and must only pass it on as a value (BENCH.md: building and
 * sending unnamed SQL costs 2.0x the CPU of the whole read).
 */
export function statement<P extends object, R>(write: (parameters: P) => Compilable<R>): (parameters: P) => Query<R> {
  let compiled: { sql: string; name: string; parameters: readonly unknown[] } | undefined;
  return (parameters) => {
    if (!compiled) {
      // The proxy answers every key with a Slot; it is a P to the type checker only, until the values are filled in below.
      const { sql, parameters: written } = write(slots as P).compile();
      compiled = { sql, name: nameOf(sql), parameters: written };
    }
    const values = compiled.parameters.map((value) =>
      value instanceof Slot ? Reflect.get(parameters, value.key) : value,
    );
    return { sql: compiled.sql, name: compiled.name, parameters: values };
  };
}
