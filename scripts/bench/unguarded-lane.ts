import type { Socket } from "node:net";
import pg from "pg";
import { ANSWER, Answers } from "../../src/db/answers.ts";
import type { Query } from "../../src/db/build.ts";
import { asUser } from "../../src/db/identity.ts";
import { Messages } from "../../src/db/messages.ts";
import { type Prepared, Statement } from "../../src/db/statement.ts";

/** What a lane is without row level security: the same messages, but nobody's role is taken. For comparison only. */
export class UnguardedLane {
  readonly #client: pg.Client;
  readonly #messages = new Messages();
  readonly #sent: Statement[] = [];
  readonly #prepared = new Map<string, Prepared>();
  #stream: Socket | undefined;
  #isWritten = true;

  constructor(connection: pg.ClientConfig) {
    this.#client = new pg.Client(connection);
  }

  async open(): Promise<this> {
    await this.#client.connect();
    const { stream } = (this.#client as unknown as { connection: { stream: Socket } }).connection;
    const answers = new Answers((kind, bytes, start) => {
      if (kind === ANSWER.error) throw new Error(bytes.toString("latin1", start));
      const current = this.#sent[0];
      if (kind !== ANSWER.readyForQuery) current?.hear(kind, bytes, start);
      else current?.resolve(this.#sent.shift()?.rows ?? []);
    });
    stream.removeAllListeners("data").on("data", (chunk: Buffer) => answers.receive(chunk));
    this.#stream = stream;
    return this;
  }

  run({ name = "", ...query }: Query<unknown>): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      const known = this.#prepared.get(name);
      const statement = new Statement(query, asUser(null), resolve, reject);
      statement.isAssumed = true;
      statement.prepared = known ?? { sql: query.sql, isParsed: false, isDescribed: false, columns: null };
      statement.columns = statement.prepared.columns;
      if (!known) this.#messages.parse(name, query.sql);
      this.#messages.bind(name, query.parameters);
      if (!known?.isDescribed) this.#messages.describe();
      this.#messages.execute();
      this.#messages.sync();
      this.#prepared.set(name, statement.prepared);
      this.#sent.push(statement);
      if (this.#isWritten) setImmediate(() => this.#flush());
      this.#isWritten = false;
    });
  }

  #flush(): void {
    this.#isWritten = true;
    this.#stream?.write(this.#messages.take());
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
