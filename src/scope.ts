import type { z } from "zod";
import { type Change, withOwner } from "./contract/changes.ts";
import type { Credential } from "./contract/credential.ts";
import type { Job } from "./contract/job.ts";
import type { Ports, Settings } from "./contract/ports.ts";
import type { Role, Tier } from "./contract/tier.ts";
import type { PromptUsed } from "./contract/usage.ts";
import { insertChanges } from "./db/change-queries.ts";
import type { Db } from "./db/database.ts";
import type { Identity } from "./db/identity.ts";

/** Who is asking, as the database knew them within the last second. */
export type Actor = {
  readonly userId: string;
  readonly tier: Tier;
  readonly role: Role;
  readonly credential: Credential;
};

export type SendOptions = {
  /** The cause of this job: the same job with the same key is kept once. */
  readonly key?: string;
};

export type Jobs = {
  /** Puts the job in the queue; inside a transaction it is committed or forgotten with it. */
  send<P extends z.ZodType>(job: Job<P>, payload: z.input<P>, options?: SendOptions): Promise<void>;
  /** The same queue, written through the given handle. */
  within(db: Db): Jobs;
  /** The same queue, for jobs this request asks for. */
  from(requestId: string | null): Jobs;
};

/** What a feature may know of the request itself. */
export type RequestFacts = {
  readonly id: string;
  /** The address, or of an IPv6 one its /64: what limits are counted by. */
  readonly ip: string;
  readonly userAgent: string | null;
  readonly ifMatch: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly method: string;
  /** True when the connection itself comes from this machine. */
  readonly isLocal: boolean;
};

/** What is shown to a caller who reads the answer as a stream; does nothing for the others. */
export type Progress = (event: "start" | "delta", data: object) => void;

/** Everything a feature may touch while serving one request or one job. Nothing else is reachable. */
export type Scope<A extends Actor | null = Actor | null> = {
  readonly actor: A;
  /** Speaks for the actor: row level security shows it nothing else. */
  readonly db: Db;
  readonly jobs: Jobs;
  readonly ports: Ports;
  readonly settings: Settings;
  readonly request: RequestFacts;
  readonly now: () => Date;
  /** Runs the effect once the surrounding transaction is committed; at once when there is none. */
  readonly afterCommit: (effect: () => void) => void;
  /**
   * Says what the surrounding transaction changes: caches of every process forget it once it is committed, here at once
   * and elsewhere within a quarter of a second. Only inside `atomically`.
   */
  readonly changed: (change: Change) => void;
  /** Says which prompt the request is about, and which version of it under which label, for its usage row. */
  readonly used: (prompt: PromptUsed) => void;
  /** Aborted when the caller leaves or the process stops. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** The same scope but for what is given. What is only made when somebody asks for it (`signal`) stays so. */
export function derive<S extends object, C extends object>(scope: S, changes: C): Omit<S, keyof C> & C {
  const prototype: unknown = Object.getPrototypeOf(scope);
  return { __proto__: prototype, ...scope, ...changes };
}

/** The same scope through another door of the database. */
export function through<S extends Scope>(scope: S, identity: Identity): S {
  const db = scope.db.as(identity);
  return derive(scope, { db, jobs: scope.jobs.within(db) }) as S; // the fields of a generic scope are not known here
}

/** A scope inside a transaction: nothing that leaves the process or takes long may be called while rows are locked. */
export type Inner<S extends Scope> = Omit<S, "ports" | "progress"> & {
  readonly ports: Omit<Ports, "ai" | "mailer" | "passwords" | "webhooks">;
};

/**
 * Rows and jobs written inside `work` land together or not at all; effects wait for the commit. Work that begins by locking
 * one row names it as its `line`, so that many at once wait without a connection.
 */
export async function atomically<S extends Scope, T>(
  scope: S,
  work: (inner: Inner<S>) => Promise<T>,
  line?: string,
): Promise<T> {
  if (scope.db.isTransaction) return work(scope);
  let effects: (() => void)[] = [];
  let changes: Change[] = [];
  const result = await scope.db.transaction(async (db) => {
    [effects, changes] = [[], []]; // a transaction that is tried again starts with none
    const inner = derive(scope, {
      db,
      jobs: scope.jobs.within(db),
      afterCommit: (effect: () => void) => void effects.push(effect),
      changed: (change: Change) => void changes.push(withOwner(change)),
    }) as S;
    const given = await work(inner);
    if (changes.length > 0) await db.rows(insertChanges(changes));
    return given;
  }, line);
  for (const tag of new Set(changes.flatMap(({ tags }) => tags))) scope.ports.cache.drop(tag);
  if (changes.length > 0) scope.ports.changes.announce();
  for (const effect of effects) effect();
  return result;
}

/** A change outside a transaction would be told of without having happened, or the other way round. */
export const refuseChange = (): never => {
  throw new Error("A change is told of outside its transaction");
};
