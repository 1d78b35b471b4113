import { AS_JOBS } from "../db/identity.ts";
import type { Connection } from "../db/connection.ts";
import { SCHEMA } from "../jobs/install.ts";
import { type DashboardHandler as Handler, type DashboardPackage, loadDashboard } from "./dashboard-package.ts";

const isMissing = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, "code") === "ERR_MODULE_NOT_FOUND";

const encode = encodeURIComponent;
const RIGHTS = encode(`-c role=${AS_JOBS.role}`);

/** The connection as an address, which is all the dashboard takes; it works with the rights of the jobs' role. */
export function addressOf({ connectionString, host, port, user, database, password }: Connection): string {
  const secret = typeof password === "string" ? `:${encode(password)}` : "";
  const url =
    connectionString ??
    `postgres://${encode(user ?? "")}${secret}@/${encode(database ?? "")}?host=${encode(host ?? "")}&port=${port ?? 5_432}`;
  if (/[?&]options=/.test(url)) return url.replace(/([?&]options=)([^&]*)/, `$1$2%20${RIGHTS}`);
  return `${url}${url.includes("?") ? "&" : "?"}options=${RIGHTS}`;
}

/**
 * pg-boss's dashboard, loaded when it is asked for first: 45 MB, and connections of its own. Null without its package,
 * and behind a transaction pooler, through which no role can be taken.
 */
export function lazyDashboard(
  { connection, pooled, path }: { readonly connection: Connection; readonly pooled: boolean; readonly path: string },
  from: () => Promise<DashboardPackage> = loadDashboard,
) {
  let opened: Promise<Handler | null> | undefined;
  const make = async (): Promise<Handler | null> => {
    try {
      const { createDashboardHandler } = await from();
      const databases = [{ url: addressOf(connection), name: "promptr", schema: SCHEMA }];
      return createDashboardHandler({ databases, basePath: path });
    } catch (error) {
      if (isMissing(error)) return null;
      opened = undefined; // what failed for another reason may succeed later
      throw error;
    }
  };
  return {
    open: (): Promise<Handler | null> => (pooled ? Promise.resolve(null) : (opened ??= make())),
    close: async (): Promise<void> => (await opened?.catch(() => null))?.close(),
  };
}
