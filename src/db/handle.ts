import type { Compilable, Query } from "./build.ts";
import type { Identity } from "./identity.ts";

/** What services run queries with. A pool-backed handle and an open transaction look the same and need not be told apart. */
export type Db = {
  readonly isTransaction: boolean;
  rows<R>(query: Query<R> | Compilable<R>): Promise<R[]>;
  first<R>(query: Query<R> | Compilable<R>): Promise<R | undefined>;
  /** For queries that always return a row; its absence is a bug. */
  one<R>(query: Query<R> | Compilable<R>): Promise<R>;
  /** The same database through another door. Refused inside a transaction, which has one identity. */
  as(identity: Identity): Db;
  /**
   * All of `work` or nothing; deadlocks and serialization failures run it again, so it must hold no effects. Those with the
   * same `line` follow each other in this process before they take a connection: for work that locks one row.
   */
  transaction<T>(work: (db: Db) => Promise<T>, line?: string): Promise<T>;
};

/** A handle is plain functions, so that one can be made for each request and spread into another. */
export function handle(rows: Db["rows"], rest: Pick<Db, "isTransaction" | "as" | "transaction">): Db {
  return {
    isTransaction: rest.isTransaction,
    as: rest.as,
    transaction: rest.transaction,
    rows,
    first: async (query) => (await rows(query))[0],
    one: async (query) => {
      const [row] = await rows(query);
      if (row === undefined) throw new Error("A query that always returns a row returned none");
      return row;
    },
  };
}
