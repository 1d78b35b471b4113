import pg from "pg";
import { Failure } from "../errors.ts";
import { sqlState } from "./faults.ts";
import { ASSUME, ASSUME_WITH_LIMITS, type Identity } from "./identity.ts";
import type { Query } from "./build.ts";

/** The parts of pg's connection that a query speaks to; pg's types leave them out. */
type Wire = {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { portal: string; statement: string; values: string[] }): void;
  execute(message: { portal: string; rows: number }): void;
};
type WireQuery = {
  submit(wire: Wire): Error | null;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
};
// pg publishes Query as a class but types only its public face.
const BaseQuery = pg.Query as unknown as new (
  config: object,
  done: (error: Error | null, result: pg.QueryResult) => void,
) => WireQuery;

const ASSUME_NAME = "promptr_assume";
/** Past the server's own statement_timeout (5 s): only a connection that died silently gets here, and it is destroyed. */
const ANSWER_TIMEOUT_MS = 6_000;
/** More statements than this behind each other on one connection means that the database does not keep up. */
const WAITING_MAX = 250;
/** "No such prepared statement" and "there is one already": both are found before anything runs. */
const LOST_STATEMENT = new Set(["26000", "42P05"]);

/**
 * Two statements under one Sync: first the role and the subject, then the query. Postgres runs messages up to a Sync
 * as one implicit transaction, so `set_config(…, true)` reaches the query and ends with it: row level security costs
 * no round trip, no BEGIN and no COMMIT, and it holds through a transaction pooler (docs/decisions/0001).
 */
class ScopedQuery extends BaseQuery {
  readonly #identity: Identity;
  readonly #named: boolean;
  #assumed = false;

  constructor(
    query: Query<unknown>,
    identity: Identity,
    named: boolean,
    done: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super(
      {
        text: query.sql,
        values: [...query.parameters],
        ...(named && query.name !== undefined && { name: query.name }),
        queryMode: "extended",
      },
      done,
    );
    this.#identity = identity;
    this.#named = named;
  }

  override submit(wire: Wire): Error | null {
    wire.stream.cork();
    try {
      const name = this.#named ? ASSUME_NAME : "";
      if (!this.#named) wire.parse({ name, text: ASSUME_WITH_LIMITS });
      wire.bind({ portal: "", statement: name, values: [this.#identity.role, this.#identity.subject] });
      wire.execute({ portal: "", rows: 0 });
      return super.submit(wire);
    } finally {
      wire.stream.uncork();
    }
  }

  override handleDataRow(message: unknown): void {
    if (this.#assumed) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.#assumed) super.handleCommandComplete(message, wire);
    else this.#assumed = true;
  }
}

export type LaneOptions = {
  readonly config: pg.ClientConfig;
  /** False behind a transaction pooler, where a prepared name may belong to another server connection. */
  readonly named: boolean;
  readonly setUp: (client: pg.Client) => Promise<void>;
  readonly onError: (error: Error) => void;
};

/** One pipelined connection for single statements: they follow each other without waiting for answers. */
export class Lane {
  readonly #options: LaneOptions;
  #client: Promise<pg.Client> | undefined;
  #current: pg.Client | undefined;
  #waiting = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Statements sent and not answered. */
  get waiting(): number {
    return this.#waiting;
  }

  async run<R>(query: Query<R>, identity: Identity): Promise<R[]> {
    if (this.#waiting >= WAITING_MAX) throw new Failure("overloaded", { retryAfterSeconds: 1 });
    this.#waiting += 1;
    try {
      return await this.#send(query, identity);
    } catch (error) {
      // A neighbour that was to prepare the statement failed before it did, so this one never ran: send it whole.
      if (!LOST_STATEMENT.has(sqlState(error))) throw error;
      return await this.#send({ sql: query.sql, parameters: query.parameters }, identity);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #send<R>(query: Query<R>, identity: Identity): Promise<R[]> {
    const client = await (this.#client ??= this.#connect());
    return new Promise((resolve, reject) => {
      const scoped = new ScopedQuery(query, identity, this.#options.named, (error, result) =>
        // The callback comes with ReadyForQuery: by then the implicit transaction is committed.
        error ? reject(error) : resolve(result.rows as R[]),
      );
      client.query(scoped as unknown as pg.Submittable);
    });
  }

  async #connect(): Promise<pg.Client> {
    const { config, named, setUp, onError } = this.#options;
    const client = new pg.Client({ ...config, pipeline: true, query_timeout: ANSWER_TIMEOUT_MS });
    const drop = (): void => {
      if (this.#current === client) this.#client = undefined;
    };
    this.#current = client;
    client.on("error", (error) => {
      drop();
      onError(error);
    });
    client.on("end", drop);
    try {
      await client.connect();
      await setUp(client);
      if (named) await client.query({ name: ASSUME_NAME, text: ASSUME, values: ["promptr_app", ""] });
    } catch (error) {
      drop();
      client.end().catch(() => undefined); // it never opened; the first error is the one to report
      throw error;
    }
    return client;
  }

  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  async close(): Promise<void> {
    const open = this.#client;
    this.#client = undefined;
    if (open)
      await open.then(
        (client) => client.end(),
        () => undefined,
      );
  }
}
