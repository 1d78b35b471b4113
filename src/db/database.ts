import pg from "pg";
import { awaitOnConnect, type DatabaseOptions } from "./connection.ts";
import { type Db, handle } from "./handle.ts";
import { asUser, type Identity } from "./identity.ts";
import { Lane } from "./lane.ts";
import { ANSWER_TIMEOUT_MS } from "./link.ts";
import { Lines } from "./lines.ts";
import { asSpan } from "./traced.ts";
import { Transactions } from "./transaction.ts";
import { TYPES } from "./values.ts";

export type { Db };

/** Pipelined connections for single statements: four kept two cores busy, and a slow statement holds up a fourth of them. */
export const LANES = 4;
/** Connections for transactions; each is held for milliseconds. */
export const TRANSACTION_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 2_000;
const LANE_LIMITS = "set statement_timeout = '3s'; set lock_timeout = '500ms'";
const SESSION_LIMITS =
  "set statement_timeout = '5s'; set lock_timeout = '2s'; set idle_in_transaction_session_timeout = '5s'; set timezone = 'UTC'";

export class Database {
  readonly #lanes: Lane[];
  readonly #pool: pg.Pool;
  readonly #transactions: Transactions;
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
    // A statement that waits for a row holds up those behind it, so on lanes it gives up early.
    const setUpLane = async (client: pg.ClientBase): Promise<void> => {
      if (!pooled) await client.query(`${SESSION_LIMITS}; ${LANE_LIMITS}`);
    };
    this.#lanes = Array.from({ length: LANES }, () => new Lane({ config, named: !pooled, setUp: setUpLane, onError }));
    this.#pool = new pg.Pool({
      ...config,
      query_timeout: ANSWER_TIMEOUT_MS,
      max: TRANSACTION_CONNECTIONS,
      idleTimeoutMillis: 30_000,
      ...awaitOnConnect(setUp),
    });
    this.#transactions = new Transactions(this.#pool, !pooled);
    this.#pool.on("error", onError);
    // Without a listener of its own, a client that is checked out when Postgres restarts ends the process.
    this.#pool.on("connect", (client) => client.on("error", onError));
  }

  /** The database as one identity sees it. */
  as(identity: Identity): Db {
    return handle((query) => asSpan(query, (one) => this.#leastBusy.run(one, identity)), {
      isTransaction: false,
      as: (other) => this.as(other),
      transaction: (work, line) =>
        line === undefined
          ? this.#transactions.run(identity, work)
          : this.#lines.run(line, () => this.#transactions.run(identity, work)),
    });
  }

  get nobody(): Db {
    return this.as(asUser(null));
  }

  /** The least busy lane takes the statement; among equals, the next in turn. */
  get #leastBusy(): Lane {
    this.#next = (this.#next + 1) % LANES;
    let best = this.#lane(this.#next);
    for (let turn = 1; turn < LANES && best.waiting > 0; turn += 1) {
      const lane = this.#lane((this.#next + turn) % LANES);
      if (lane.waiting < best.waiting) best = lane;
    }
    return best;
  }

  #lane(index: number): Lane {
    const lane = this.#lanes[index];
    if (!lane) throw new Error("There is no such lane");
    return lane;
  }

  /** Open connections: lanes and those of transactions. */
  get connections(): number {
    return this.#lanes.filter((lane) => lane.isOpen).length + this.#pool.totalCount;
  }

  /** Statements that were sent and not answered, and transactions that wait for a connection. */
  get waiting(): number {
    return this.unanswered + this.waitingForConnection;
  }

  /** Statements that were sent and not answered. */
  get unanswered(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.waiting, 0);
  }

  get waitingForConnection(): number {
    return this.#pool.waitingCount;
  }

  /** What transactions of this process waited for a connection so far. */
  get connectionWaits(): { readonly count: number; readonly seconds: number } {
    return this.#transactions.waits;
  }

  /** Connections by what they do. */
  get pool(): { readonly lane: number; readonly idle: number; readonly busy: number } {
    const { totalCount, idleCount } = this.#pool;
    return { lane: this.#lanes.filter((lane) => lane.isOpen).length, idle: idleCount, busy: totalCount - idleCount };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.map((lane) => lane.close()), this.#pool.end()]);
  }
}
