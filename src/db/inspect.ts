import pg from "pg";
import type { Connection } from "./connection.ts";
import { LANES, TRANSACTION_CONNECTIONS } from "./database.ts";
import { QUEUE_CONNECTIONS } from "./queue-pool.ts";

/** Connections of one process: lanes, transactions, the job queue, and the one that listens. */
export const CONNECTIONS_PER_PROCESS = LANES + TRANSACTION_CONNECTIONS + QUEUE_CONNECTIONS + 1;

const CONNECT_MS = 5_000;
const ANSWER_MS = 5_000;
/** A notification is there within milliseconds of the answer to who sent it; a busy machine reads it later. */
const HEARD_MS = 3_000;

/** What a database says of itself and of its roles. */
export type Facts = {
  /** `server_version_num`, 150004. */
  readonly version: number;
  /** How far the database's clock is ahead of ours. */
  readonly aheadMs: number;
  /** The login owns everything, or no policy holds for it. */
  readonly isStrong: boolean;
  /** Roles of the service that no policy holds for. */
  readonly bypassing: readonly string[];
  /** Roles of the service the login may not take, without which it can do nothing. */
  readonly missing: readonly string[];
  /** Tables of ours whose row level security is off, or off for their owner. */
  readonly unguarded: readonly string[];
  /** Whether the job queue is installed. */
  readonly hasQueue: boolean;
  /** Connections this login may open at all, and those of other programs. */
  readonly connectionsMax: number;
  readonly connectionsOfOthers: number;
  readonly isEncrypted: boolean;
  /** Copies of the write-ahead log: to an archive, to standbys. */
  readonly archives: boolean;
  readonly archivingFails: boolean;
  readonly standbys: number;
};

const FACTS = `select current_setting('server_version_num')::int as version, clock_timestamp() as now,
  (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as "isStrong",
  array(select rolname::text from pg_roles where rolname like 'promptr\\_%' and not rolcanlogin
    and (rolsuper or rolbypassrls) order by 1) as bypassing,
  array(select rolname::text from pg_roles where rolname like 'promptr\\_%' and not rolcanlogin
    and rolname <> 'promptr_owner' and not pg_has_role(session_user, oid, 'member') order by 1) as missing,
  array(select relname::text from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'promptr'
    and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity) order by 1) as unguarded,
  exists (select from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname = 'pgboss' and relname = 'job') as "hasQueue",
  least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true), '0')::int,
    (select nullif(rolconnlimit, -1) from pg_roles where rolname = session_user),
    (select nullif(datconnlimit, -1) from pg_database where datname = current_database())) as "connectionsMax",
  (select count(*) from pg_stat_activity where backend_type = 'client backend'
    and not (application_name like 'promptr%' and datname = current_database()))::int as "connectionsOfOthers",
  coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as "isEncrypted",
  current_setting('archive_mode') <> 'off' as archives,
  coalesce((select last_failed_time > coalesce(last_archived_time, '-infinity') from pg_stat_archiver), false)
    as "archivingFails",
  (select count(*) from pg_stat_replication)::int as standbys`;

async function withClient<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    ...connection,
    application_name: "promptr doctor",
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
  });
  client.on("error", () => undefined); // the query in flight rejects with the same error
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Reads what `promptr doctor` judges; asks catalogues only, so that every login may. */
export const inspect = (connection: Connection): Promise<Facts> =>
  withClient(connection, async (client) => {
    const askedAt = Date.now();
    const { rows } = await client.query<Omit<Facts, "aheadMs"> & { now: Date }>(FACTS);
    const [facts] = rows;
    if (!facts) throw new Error("The database answered without a row");
    // The answer was made about half way between question and answer.
    return { ...facts, aheadMs: facts.now.getTime() - (askedAt + Date.now()) / 2 };
  });

/** Whether a session keeps its state: what it listens for is heard. Through a transaction pooler it is not. */
export const hearsNotifications = (connection: Connection): Promise<boolean> =>
  withClient(connection, async (client) => {
    const { promise: heard, resolve } = Promise.withResolvers<boolean>();
    client.on("notification", () => resolve(true));
    await client.query("listen promptr_doctor");
    // By another client: what a session tells itself comes with its own answer, through a pooler too.
    await withClient(connection, (other) => other.query("notify promptr_doctor"));
    // Only from here on: a long way to the database, or a slow login, is no pooler.
    const timer = setTimeout(() => resolve(false), HEARD_MS);
    const hears = await heard;
    clearTimeout(timer);
    await client.query("unlisten promptr_doctor"); // a pooler gives the session to the next
    return hears;
  });
