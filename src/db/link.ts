import type { Duplex } from "node:stream";
import type pg from "pg";
import { ANSWER, Answers, errorIn, type Hear } from "./answers.ts";
import { sqlState } from "./faults.ts";
import {
  ASSUME,
  ASSUME_SUBJECT,
  ASSUME_TRACED,
  ASSUME_TRACED_WITH_LIMITS,
  ASSUME_WITH_LIMITS,
  USUAL_ROLE,
} from "./identity.ts";
import { Messages } from "./messages.ts";
import type { Prepared, Statement } from "./statement.ts";

/** The socket of a pg client, which its types leave out. */
type Wired = { readonly connection: { readonly stream: Duplex } };

const ASSUME_NAME = "promptr_assume";
const ASSUME_SUBJECT_NAME = "promptr_subject";
/** Past the server's own statement_timeout (5 s): only a connection that died silently gets here, and it is destroyed. */
export const ANSWER_TIMEOUT_MS = 6_000;
/** "No such prepared statement", "there is one already", "cached plan must not change result type": found before anything runs. */
const LOST_STATEMENT = new Set(["26000", "42P05", "0A000"]);
const IDLE = 0x49;

/**
 * An open connection that speaks for itself once pg has connected it. Each statement is two under one Sync: first the role
 * and the subject, then the query. Postgres runs messages up to a Sync as one implicit transaction, so
 * `set_config(…, true)` reaches the query and ends with it: row level security costs no round trip, no BEGIN and no
 * COMMIT, and it holds through a transaction pooler (docs/decisions/0001).
 */
export class Link {
  readonly #client: pg.Client;
  readonly #stream: Duplex;
  readonly #named: boolean;
  readonly #onFault: (error: Error) => void;
  readonly #messages = new Messages();
  readonly #prepared = new Map<string, Prepared>();
  /** In the order of their answers. */
  readonly #sent: Statement[] = [];
  #isWritten = true;
  #timer: NodeJS.Timeout | undefined;
  #fault: Error | null = null;
  #onIdle: () => void = () => undefined;

  /** Prepares a session for what every statement begins with. */
  static async prepare(client: pg.Client): Promise<void> {
    await client.query(`set role ${USUAL_ROLE}`);
    await client.query({ name: ASSUME_NAME, text: ASSUME, values: [USUAL_ROLE, ""] });
    await client.query({ name: ASSUME_SUBJECT_NAME, text: ASSUME_SUBJECT, values: [""] });
  }

  /** Over a client that is connected, prepared and asked nothing; `onFault` hears of what makes it useless. */
  constructor(client: pg.Client, named: boolean, onFault: (error: Error) => void) {
    this.#client = client;
    this.#named = named;
    this.#onFault = onFault;
    this.#stream = (client as unknown as Wired).connection.stream;
    const theirs = this.#stream.listeners("data") as ((chunk: Buffer) => void)[];
    const answers = new Answers(this.#hear);
    this.#stream.on("data", (chunk: Buffer) => answers.receive(chunk));
    for (const listener of theirs) this.#stream.off("data", listener);
  }

  /** Statements sent and not answered. */
  get waiting(): number {
    return this.#sent.length;
  }

  send(statement: Statement, isNamed = this.#named): void {
    if (this.#fault) return statement.reject(this.#fault);
    const before = this.#messages.length;
    try {
      this.#write(statement, isNamed ? statement.query.name : undefined);
    } catch (error) {
      this.#messages.cut(before);
      return statement.reject(error);
    }
    statement.sentAt = performance.now();
    this.#sent.push(statement);
    this.#timer ??= this.#watch(ANSWER_TIMEOUT_MS);
    if (!this.#isWritten) return;
    this.#isWritten = false;
    setImmediate(this.#flush);
  }

  #write(statement: Statement, name: string | undefined): void {
    const messages = this.#messages;
    const { query } = statement;
    this.#assume(statement);
    const known = name === undefined ? undefined : this.#prepared.get(name);
    if (known && known.sql !== query.sql) throw new Error(`Two statements have the name ${name}`);
    if (!known) messages.parse(name ?? "", query.sql);
    messages.bind(name ?? "", query.parameters);
    if (!known?.isDescribed) messages.describe();
    messages.execute();
    messages.sync();
    statement.columns = known?.columns ?? null;
    if (name === undefined) return;
    statement.prepared = known ?? { sql: query.sql, isParsed: false, isDescribed: false, columns: null };
    if (!known) this.#prepared.set(name, statement.prepared);
  }

  #assume({ identity: { role, subject }, traceparent }: Statement): void {
    const messages = this.#messages;
    if (traceparent !== null) {
      messages.parse("", this.#named ? ASSUME_TRACED : ASSUME_TRACED_WITH_LIMITS);
      messages.bind("", [role, subject, traceparent]);
      return messages.execute();
    }
    if (!this.#named) messages.parse("", ASSUME_WITH_LIMITS);
    if (this.#named && role === USUAL_ROLE) messages.bind(ASSUME_SUBJECT_NAME, [subject]);
    else messages.bind(this.#named ? ASSUME_NAME : "", [role, subject]);
    messages.execute();
  }

  readonly #flush = (): void => {
    this.#isWritten = true;
    if (this.#stream.writable) this.#stream.write(this.#messages.take());
  };

  readonly #hear: Hear = (kind, bytes, start, end) => {
    if (this.#fault) return;
    const current = this.#sent[0];
    switch (kind) {
      case ANSWER.notice:
      case ANSWER.notification:
      case ANSWER.parameterStatus:
        return;
      case ANSWER.error:
        if (current) current.error = errorIn(bytes, start, end);
        else this.#break(errorIn(bytes, start, end));
        return;
      case ANSWER.readyForQuery:
        return this.#settle(bytes[start] === IDLE);
      default:
        if (!current?.hear(kind, bytes, start))
          this.#break(new Error(`The database sent an unexpected message (${kind})`));
    }
  };

  /** The answer is whole, and with it the implicit transaction is committed. */
  #settle(isIdle: boolean): void {
    const done = this.#sent.shift();
    if (!isIdle) this.#break(new Error("A statement left a transaction open"));
    if (!done) return;
    if (done.error === null && isIdle) done.resolve(done.rows);
    else this.#refuse(done);
    if (this.#sent.length === 0) this.#onIdle();
  }

  #refuse(statement: Statement): void {
    const { prepared, error } = statement;
    const name = statement.query.name ?? "";
    const isLost = prepared !== null && LOST_STATEMENT.has(sqlState(error));
    if (prepared && (isLost || !prepared.isParsed) && this.#prepared.get(name) === prepared)
      this.#prepared.delete(name);
    if (!isLost) return statement.reject(error ?? this.#fault);
    // It was refused before it ran, because a neighbour failed to prepare it or its columns have changed: send it whole.
    statement.reset();
    this.send(statement, false);
  }

  #break(error: Error): void {
    this.fail(error);
    this.#onFault(error);
  }

  /** Everything sent fails with this, and nothing can be sent any more. */
  fail(error: Error): void {
    if (this.#fault) return;
    this.#fault = error;
    clearTimeout(this.#timer);
    this.#stream.destroy();
    for (const statement of this.#sent.splice(0)) statement.reject(statement.error ?? error);
    this.#onIdle();
  }

  /** Looks at the oldest statement when its time is over, instead of at each with a timer of its own. */
  #watch(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#timer = undefined;
      const [oldest] = this.#sent;
      if (!oldest) return;
      const leftMs = oldest.sentAt + ANSWER_TIMEOUT_MS - performance.now();
      if (leftMs > 0) this.#timer = this.#watch(leftMs);
      else this.#break(new Error("Query read timeout"));
    }, delayMs).unref();
  }

  /** Waits for what was sent. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onIdle = resolve;
    if (this.#sent.length > 0) await promise;
    clearTimeout(this.#timer);
    await this.#client.end();
  }
}
