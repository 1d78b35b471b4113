import type { Connection } from "../db/connection.ts";
import type { Config } from "../config.ts";

export type Connections = {
  /** What the server works with. */
  readonly app: Connection;
  /** What may change the schema; often the same. */
  readonly migrate: Connection;
  /** The login of `app`, when migrations run as another and must grant it the service's roles. */
  readonly grantTo: string | undefined;
};

const loginOf = (url: string): string | undefined => {
  const login = /^postgres(?:ql)?:\/\/([^:@/]+)[:@]/.exec(url)?.[1];
  return login === undefined ? undefined : decodeURIComponent(login);
};

/**
 * The driver takes these three for `verify-full`, warns of it at each start, and means to ask for less in its next release:
 * this says what holds.
 */
const VERIFIED = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/;
const addressOf = (url: string): string =>
  /[?&]uselibpqcompat=true/.test(url) ? url : url.replace(VERIFIED, "$1verify-full");

/** How to reach the external database of a configuration. */
export function externalConnections(
  config: Config & { DATABASE_URL: NonNullable<Config["DATABASE_URL"]> },
): Connections {
  const app = { connectionString: addressOf(config.DATABASE_URL.reveal()), application_name: "promptr" };
  if (!config.MIGRATE_DATABASE_URL) return { app, migrate: app, grantTo: undefined };
  const migrate = {
    connectionString: addressOf(config.MIGRATE_DATABASE_URL.reveal()),
    application_name: "promptr migrate",
  };
  return { app, migrate, grantTo: loginOf(config.DATABASE_URL.reveal()) };
}
