import pg from "pg";

/** How to reach a Postgres. */
export type Connection = pg.ClientConfig;

export type DatabaseOptions = {
  readonly connection: Connection;
  /** True when a transaction pooler (PgBouncer, Supavisor :6543) stands between: no prepared names, no session settings. */
  readonly pooled: boolean;
  readonly onError: (error: Error) => void;
};

const NUMERIC = 1700;
const BIGINT = 20;
const DATE = 1082;
const asNumber = (value: string): number => Number(value);
/** How values come back: numbers as numbers, calendar days as text, times as Date. */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) => {
    if (oid === NUMERIC || oid === BIGINT) return asNumber;
    if (oid === DATE) return String; // a calendar day has no time zone
    return format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid, "text");
  },
};

/** pg-pool awaits `onConnect` before it hands a client out, though its types promise nothing. */
export const awaitOnConnect = (onConnect: (client: pg.ClientBase) => Promise<void>): object => ({ onConnect });
