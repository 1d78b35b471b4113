import type pg from "pg";

/** How to reach a Postgres. */
export type Connection = pg.ClientConfig;

export type DatabaseOptions = {
  readonly connection: Connection;
  /** True when a transaction pooler (PgBouncer, Supavisor :6543) stands between: no prepared names, no session settings. */
  readonly pooled: boolean;
  readonly onError: (error: Error) => void;
};

/** pg-pool awaits `onConnect` before it hands a client out, though its types promise nothing. */
export const awaitOnConnect = (onConnect: (client: pg.ClientBase) => Promise<void>): object => ({ onConnect });
