import pg from "pg";
import type { Compilable, Query } from "./build.ts";
import { isConnectionLoss, isRetryable, translate } from "./faults.ts";
import { awaitOnConnect, type DatabaseOptions, TYPES } from "./connection.ts";
import { asUser, type Identity } from "./identity.ts";
import { Lane } from "./lane.ts";
import { Lines } from "./lines.ts";

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

/** Pipelined connections for single statements; four kept two cores busy in BENCH.md. */
const LANES = 4;
/** Connections for transactions; each is held for milliseconds. */
const TRANSACTION_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 2_000;
/** Past the server's own statement_timeout (5 s): only a connection that died silently gets here. */
const ANSWER_TIMEOUT_MS = 6_000;
const TRANSACTION_TRIES = 3;
const LANE_LIMITS = "set statement_timeout = '3s'; set lock_timeout = '500ms'";
const SESSION_LIMITS =
  "set statement_timeout = '5s'; set lock_timeout = '2s'; set idle_in_transaction_session_timeout = '5s'; set timezone = 'UTC'";
/** The same for one transaction, where a pooler leaves no session to set. */
const TRANSACTION_LIMITS =
  "set_config('statement_timeout', '5s', true), set_config('lock_timeout', '2s', true), " +
  "set_config('idle_in_transaction_session_timeout', '5s', true)";

const toQuery = <R>(query: Query<R> | Compilable<R>): Query<R> => ("compile" in query ? query.compile() : query);

/** Whether the connection itself failed, as the driver says it or as `translate` passed it on. */
const isLost = (error: unknown): error is Error =>
  error instanceof Error && (isConnectionLoss(error) || isConnectionLoss(error.cause));

type Runner = <R>(query: Query<R>) => Promise<R[]>;

function handle(run: Runner, rest: Pick<Db, "isTransaction" | "as" | "transaction">): Db {
  const rows = async <R>(query: Query<R> | Compilable<R>): Promise<R[]> => {
    try {
      return await run(toQuery(query));
    } catch (error) {
      throw translate(error);
    }
  };
  return {
    ...rest,
    rows,
    first: async (query) => (await rows(query))[0],
    one: async (query) => {
      const [row] = await rows(query);
      if (row === undefined) throw new Error("A query that always returns a row returned none");
      return row;
    },
  };
}

export class Database {
  readonly #lanes: Lane[];
  readonly #pool: pg.Pool;
  readonly #named: boolean;
  readonly #lines = new Lines();
  #next = 0;

  constructor({ connection, pooled, onError }: DatabaseOptions) {
    const config: pg.PoolConfig = {
      ...connection,
      types: TYPES,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    };
    const setUp = async (client: pg.ClientBase): Promise<void> => {
      if (!pooled) await client.query(SESSION_LIMITS);
    };
    this.#named = !pooled;
    // A statement that waits for a row holds up those behind it, so on lanes it gives up early.
    const setUpLane = async (client: pg.ClientBase): Promise<void> => {
      if (!pooled) await client.query(`${SESSION_LIMITS}; ${LANE_LIMITS}`);
    };
    this.#lanes = Array.from(
      { length: LANES },
      () => new Lane({ config, named: this.#named, setUp: setUpLane, onError }),
    );
    this.#pool = new pg.Pool({
      ...config,
      query_timeout: ANSWER_TIMEOUT_MS,
      max: TRANSACTION_CONNECTIONS,
      idleTimeoutMillis: 30_000,
      ...awaitOnConnect(setUp),
    });
    this.#pool.on("error", onError);
    // Without a listener of its own, a client that is checked out when Postgres restarts ends the process.
    this.#pool.on("connect", (client) => client.on("error", onError));
  }

  /** The database as one identity sees it. */
  as(identity: Identity): Db {
    return handle((query) => this.#single(query, identity), {
      isTransaction: false,
      as: (other) => this.as(other),
      transaction: (work, line) =>
        line === undefined
          ? this.#transaction(identity, work)
          : this.#lines.run(line, () => this.#transaction(identity, work)),
    });
  }

  get nobody(): Db {
    return this.as(asUser(null));
  }

  /** The least busy lane takes the statement; among equals, the next in turn. */
  #single<R>(query: Query<R>, identity: Identity): Promise<R[]> {
    this.#next = (this.#next + 1) % LANES;
    const inTurn = [...this.#lanes.slice(this.#next), ...this.#lanes.slice(0, this.#next)];
    return inTurn.reduce((best, lane) => (lane.waiting < best.waiting ? lane : best)).run(query, identity);
  }

  async #transaction<T>(identity: Identity, work: (db: Db) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(identity, work);
      } catch (error) {
        if (attempt < TRANSACTION_TRIES && (isRetryable(error) || (error instanceof Error && isRetryable(error.cause))))
          continue;
        throw translate(error);
      }
    }
  }

  async #attempt<T>(identity: Identity, work: (db: Db) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    let finished = false;
    try {
      await client.query(
        `begin; select set_config('role', ${pg.escapeLiteral(identity.role)}, true), ` +
          `set_config('promptr.subject', ${pg.escapeLiteral(identity.subject)}, true)${this.#named ? "" : `, ${TRANSACTION_LIMITS}`}`,
      );
      const run: Runner = async <R>(query: Query<R>) => {
        if (finished) throw new Error("A query ran after its transaction ended: an await is missing");
        const named = this.#named && query.name !== undefined ? { name: query.name } : {};
        return (await client.query({ text: query.sql, values: [...query.parameters], ...named })).rows as R[];
      };
      const inner: Db = handle(run, {
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

  /** Open connections: lanes and those of transactions. */
  get connections(): number {
    return this.#lanes.filter((lane) => lane.isOpen).length + this.#pool.totalCount;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.map((lane) => lane.close()), this.#pool.end()]);
  }
}
