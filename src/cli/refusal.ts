import { EmbeddedPostgresError } from "../adapters/embedded-postgres.ts";
import { TooManyKeys } from "../app/key-rotation.ts";
import { ConfigError } from "../config.ts";
import { isConnectionLoss, sqlState } from "../db/faults.ts";
import { MigrationError } from "../db/migrate.ts";
import { Failure } from "../errors.ts";
import { PortTaken } from "../http/listen.ts";

/** Something an operator asked for that is not done, in one line. */
export class Refusal extends Error {
  override name = "Refusal";
}

export type Out = {
  /** Data: as JSON with `--json`, else as the text. */
  print(data: object, text: string): void;
  talk(text: string): void;
};

const LOGIN_FAULTS: Readonly<Record<string, string>> = {
  "28P01": "The database refused the password of DATABASE_URL.",
  "28000": "The database refused the login of DATABASE_URL.",
  "3D000": "The database named in DATABASE_URL does not exist.",
  "42501":
    "The login of DATABASE_URL may not do this. Set MIGRATE_DATABASE_URL to one that may create roles and schemas.",
};

/** Faults of the operator's making, whose message says all there is to say. */
const EXPLAINED = [ConfigError, EmbeddedPostgresError, Failure, MigrationError, PortTaken, Refusal, TooManyKeys];

/** One line for faults an operator can act on; the stack for everything else, which is a bug. */
export function explain(thrown: unknown): string {
  const error = thrown instanceof Failure ? (thrown.cause ?? thrown) : thrown;
  const detail = error instanceof Error ? error.message : String(error);
  if (EXPLAINED.some((kind) => error instanceof kind)) return detail;
  const known = LOGIN_FAULTS[sqlState(error)];
  if (known !== undefined) return `${known} (${detail})`;
  if (isConnectionLoss(error))
    return `The database of DATABASE_URL cannot be reached: ${detail || String(Reflect.get(Object(error), "code"))}`;
  return error instanceof Error ? (error.stack ?? detail) : detail;
}

/** The last words of an embedded Postgres that failed, one a line. */
export const lastWords = (error: unknown): readonly string[] =>
  error instanceof EmbeddedPostgresError ? error.output : [];
