import pg from "pg";
import { currentTrace } from "../contract/trace.ts";
import { type Compilable, type Query, toQuery } from "./build.ts";
import { isConnectionLoss, isRetryable, translate } from "./faults.ts";
import { type Db, handle } from "./handle.ts";
import type { Identity } from "./identity.ts";
import { asSpan } from "./traced.ts";

const TRIES = 3;
/** The limits of a session for one transaction, where a pooler leaves no session to set. */
const LIMITS =
  "set_config('statement_timeout', '5s', true), set_config('lock_timeout', '2s', true), " +
  "set_config('idle_in_transaction_session_timeout', '5s', true)";

/** Whether the connection itself failed, as the driver says it or as `translate` passed it on. */
const isLost = (error: unknown): error is Error =>
  error instanceof Error && (isConnectionLoss(error) || isConnectionLoss(error.cause));

/** Transactions of one pool; `named` is false behind a transaction pooler. */
export class Transactions {
  readonly #pool: pg.Pool;
  readonly #named: boolean;
  #waits = { count: 0, seconds: 0 };

  constructor(pool: pg.Pool, named: boolean) {
    this.#pool = pool;
    this.#named = named;
  }

  /** How often, and how long in all, somebody waited for a connection. */
  get waits(): { readonly count: number; readonly seconds: number } {
    return this.#waits;
  }

  async #connect(): Promise<pg.PoolClient> {
    const askedAt = performance.now();
    const client = await this.#pool.connect();
    this.#waits.count += 1;
    this.#waits.seconds += (performance.now() - askedAt) / 1_000;
    return client;
  }

  async run<T>(identity: Identity, work: (db: Db) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(identity, work);
      } catch (error) {
        if (attempt < TRIES && (isRetryable(error) || (error instanceof Error && isRetryable(error.cause)))) continue;
        throw translate(error);
      }
    }
  }

  async #attempt<T>(identity: Identity, work: (db: Db) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    let broken: Error | undefined;
    let finished = false;
    try {
      const traceparent = currentTrace()?.traceparent;
      await client.query(
        `begin; select set_config('role', ${pg.escapeLiteral(identity.role)}, true), ` +
          `set_config('promptr.subject', ${pg.escapeLiteral(identity.subject)}, true)${this.#named ? "" : `, ${LIMITS}`}` +
          (traceparent === undefined
            ? ""
            : `, set_config('promptr.traceparent', ${pg.escapeLiteral(traceparent)}, true)`),
      );
      const run = async <R>(query: Query<R> | Compilable<R>): Promise<R[]> => {
        if (finished) throw new Error("A query ran after its transaction ended: an await is missing");
        const { sql: text, parameters, name } = toQuery(query);
        const named = this.#named && name !== undefined ? { name } : {};
        try {
          return (await client.query({ text, values: [...parameters], ...named })).rows as R[];
        } catch (error) {
          throw translate(error);
        }
      };
      const inner: Db = handle((query) => asSpan(query, run), {
        isTransaction: true,
        as: () => {
          throw new Error("A transaction has one identity");
        },
        transaction: (nested) => nested(inner),
      });
      const result = await work(inner);
      finished = true;
      const { command } = await client.query("commit");
      // A statement whose failure `work` swallowed leaves nothing to commit, and Postgres says so only here.
      if (command !== "COMMIT") throw new Error("The transaction was rolled back: a failed statement was ignored");
      return result;
    } catch (error) {
      finished = true;
      if (isLost(error)) {
        broken = error; // asking a dead connection to roll back would wait for another timeout
        throw error;
      }
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}
