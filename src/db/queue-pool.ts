import pg from "pg";
import { awaitOnConnect, type DatabaseOptions } from "./connection.ts";

/** What the job queue runs its own SQL on, as the role that owns the queue's schema. */
export type QueuePool = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  readonly connections: () => number;
  close(): Promise<void>;
};

export const QUEUE_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 2_000;
const ROLE = "set role promptr_jobs; set statement_timeout = '25s'";
/** Past the statement_timeout: a connection that died silently gives its place free, so that work goes on. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Apart from the pool of requests, so that neither starves the other. */
export function openQueuePool({ connection, pooled, onError }: DatabaseOptions): QueuePool {
  // Behind a transaction pooler nothing may be set for a session; there the login role needs the queue's rights itself.
  const setUp = async (client: pg.ClientBase): Promise<void> => {
    if (!pooled) await client.query(ROLE);
  };
  const pool = new pg.Pool({
    ...connection,
    max: QUEUE_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    ...awaitOnConnect(setUp),
  });
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  return {
    executeSql: (text, values) => pool.query<Record<string, unknown>>(text, values),
    connections: () => pool.totalCount,
    close: () => pool.end(),
  };
}
