import { sql } from "kysely";
import { build, type Query, statement } from "./build.ts";

type Key = { readonly userId: string; readonly key: string };
export type StoredReply = {
  readonly route: string;
  readonly requestHash: Buffer;
  readonly state: "running" | "done";
  readonly leaseUntil: Date;
  readonly status: number | null;
  readonly body: string | null;
};

/** True for the one transaction that may work under the key; the lock ends with the transaction. */
export const lockKey = ({ userId, key }: Key): Query<{ locked: boolean }> => ({
  sql: "select pg_try_advisory_xact_lock(hashtextextended($1, 7701002)) as locked",
  parameters: [`${userId}:${key}`],
});

export const findReply = statement((p: Key & { now: Date }) =>
  build
    .selectFrom("idempotency_keys")
    .select(["route", "request_hash as requestHash", "state", "lease_until as leaseUntil", "status", "body"])
    .where("user_id", "=", p.userId)
    .where("key", "=", p.key)
    .where("expires_at", ">", p.now),
);

type Row = Key & {
  route: string;
  requestHash: Buffer;
  state: "running" | "done";
  leaseUntil: Date;
  status: number | null;
  body: string | null;
  expiresAt: Date;
};

/** Writes the state of a key, over an older one that has ended. */
export const putReply = statement((p: Row) =>
  build
    .insertInto("idempotency_keys")
    .values({
      user_id: p.userId,
      key: p.key,
      route: p.route,
      request_hash: p.requestHash,
      state: p.state,
      lease_until: p.leaseUntil,
      status: p.status,
      body: p.body,
      expires_at: p.expiresAt,
    })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "key"]).doUpdateSet((eb) => ({
        route: eb.ref("excluded.route"),
        request_hash: eb.ref("excluded.request_hash"),
        state: eb.ref("excluded.state"),
        lease_until: eb.ref("excluded.lease_until"),
        status: eb.ref("excluded.status"),
        body: eb.ref("excluded.body"),
        expires_at: eb.ref("excluded.expires_at"),
        created_at: sql<Date>`now()`,
      })),
    ),
);

type Lease = Key & { leaseUntil: Date };

/** Ends a running key with its answer; does nothing when the lease has passed to another caller meanwhile. */
export const finishReply = statement((p: Lease & { status: number; body: string | null }) =>
  build
    .updateTable("idempotency_keys")
    .set({ state: "done", status: p.status, body: p.body })
    .where("user_id", "=", p.userId)
    .where("key", "=", p.key)
    .where("lease_until", "=", p.leaseUntil),
);

export const dropReply = statement((p: Lease) =>
  build
    .deleteFrom("idempotency_keys")
    .where("user_id", "=", p.userId)
    .where("key", "=", p.key)
    .where("lease_until", "=", p.leaseUntil),
);
