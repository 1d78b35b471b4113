import pg from "pg";
import { Failure } from "../errors.ts";
import { type Compilable, type Query, toQuery } from "./build.ts";
import { translate } from "./faults.ts";
import type { Identity } from "./identity.ts";
import { ANSWER_TIMEOUT_MS, Link } from "./link.ts";
import { Statement } from "./statement.ts";

/** More statements than this behind each other on one connection means that the database does not keep up. */
const WAITING_MAX = 250;

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
  #link: Link | undefined;
  #opening: Promise<void> | undefined;
  /** What waits for the connection to open. */
  #unsent: Statement[] = [];

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Statements asked for and not answered. */
  get waiting(): number {
    return this.#unsent.length + (this.#link?.waiting ?? 0);
  }

  get isOpen(): boolean {
    return this.#link !== undefined || this.#opening !== undefined;
  }

  /** Resolves once the statement is committed; rejects with what `translate` makes of the error. */
  run<R>(query: Query<R> | Compilable<R>, identity: Identity): Promise<R[]> {
    return new Promise((resolve, reject) => {
      if (this.waiting >= WAITING_MAX) throw new Failure("overloaded", { retryAfterSeconds: 1 });
      // What a query is typed to return is known to nobody at run time.
      const answer = resolve as (rows: unknown[]) => void;
      const statement = new Statement(toQuery(query), identity, answer, (error) => reject(translate(error)));
      if (this.#link) return this.#link.send(statement);
      this.#unsent.push(statement);
      this.#opening ??= this.#open();
    });
  }

  /** Never rejects: those who wait hear of it. */
  async #open(): Promise<void> {
    const fault: unknown = await this.#connect().then(
      () => new Error("Connection terminated"),
      (error: unknown) => error,
    );
    this.#opening = undefined;
    for (const statement of this.#unsent.splice(0)) {
      if (this.#link) this.#link.send(statement);
      else statement.reject(fault);
    }
  }

  async #connect(): Promise<void> {
    const { config, named, setUp, onError } = this.#options;
    const client = new pg.Client({ ...config, query_timeout: ANSWER_TIMEOUT_MS });
    let link: Link | undefined;
    const drop = (error: Error): void => {
      if (this.#link === link) this.#link = undefined;
      link?.fail(error);
    };
    const dropAndTell = (error: Error): void => {
      drop(error);
      onError(error);
    };
    client.on("error", dropAndTell);
    client.on("end", () => drop(new Error("Connection terminated")));
    try {
      await client.connect();
      await setUp(client);
      if (named) await Link.prepare(client);
      link = new Link(client, named, dropAndTell);
      this.#link = link;
    } catch (error) {
      client.end().catch(() => undefined); // it never opened; the first error is the one to report
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#opening;
    const link = this.#link;
    this.#link = undefined;
    await link?.close();
  }
}
