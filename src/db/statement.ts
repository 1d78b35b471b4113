import { currentTrace } from "../contract/trace.ts";
import { ANSWER } from "./answers.ts";
import type { Query } from "./build.ts";
import { Columns } from "./columns.ts";
import type { Identity } from "./identity.ts";

/** A statement that Postgres keeps under a name. Once its columns are known, it is not asked for them again. */
export type Prepared = { readonly sql: string; isParsed: boolean; isDescribed: boolean; columns: Columns | null };

/** A statement on its way: where its answer goes, and how much of it has come. */
export class Statement {
  readonly query: Query<unknown>;
  readonly identity: Identity;
  /** Of the trace it belongs to; null without one. */
  readonly traceparent: string | null;
  readonly resolve: (rows: unknown[]) => void;
  readonly reject: (error: unknown) => void;
  sentAt = 0;
  /** What it is kept as on the connection it was sent over; null when it has no name there. */
  prepared: Prepared | null = null;
  columns: Columns | null = null;
  rows: unknown[] = [];
  error: unknown = null;
  /** True once the role is taken: what comes from then on is the answer to the query. */
  isAssumed = false;

  constructor(
    query: Query<unknown>,
    identity: Identity,
    resolve: (rows: unknown[]) => void,
    reject: (error: unknown) => void,
  ) {
    this.query = query;
    this.identity = identity;
    this.traceparent = currentTrace()?.traceparent ?? null;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** As it was before it was sent. */
  reset(): void {
    this.prepared = null;
    this.columns = null;
    this.rows = [];
    this.error = null;
    this.isAssumed = false;
  }

  /** Takes one message of the answer; false when it is none that belongs there. */
  hear(kind: number, bytes: Buffer, start: number): boolean {
    switch (kind) {
      case ANSWER.dataRow:
        if (this.isAssumed) this.#add(bytes, start);
        return true;
      case ANSWER.commandComplete:
      case ANSWER.emptyQuery:
        this.isAssumed = true; // the first that completes is the one that takes the role
        return true;
      case ANSWER.rowDescription:
        this.#describe(new Columns(bytes, start));
        return true;
      case ANSWER.noData:
        this.#describe(null);
        return true;
      case ANSWER.parseComplete:
        if (this.prepared && this.isAssumed) this.prepared.isParsed = true;
        return true;
      default:
        return kind === ANSWER.bindComplete || kind === ANSWER.closeComplete;
    }
  }

  #describe(columns: Columns | null): void {
    this.columns = columns;
    if (!this.prepared) return;
    this.prepared.columns = columns;
    this.prepared.isDescribed = true;
  }

  #add(bytes: Buffer, start: number): void {
    try {
      if (!this.columns) throw new Error("A row came without its columns");
      this.rows.push(this.columns.row(bytes, start));
    } catch (error) {
      this.error = error;
    }
  }
}
