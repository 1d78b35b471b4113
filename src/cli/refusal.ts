import { EmbeddedPostgresError } from "../adapters/embedded-postgres.ts";
import { TooManyKeys } from "../app/key-rotation.ts";
import { PromptrError, PromptrUnreachable } from "../client/index.ts";
import { ConfigError } from "../config.ts";
import { isConnectionLoss, sqlState } from "../db/faults.ts";
import { MigrationError } from "../db/migrate.ts";
import { Failure } from "../errors.ts";
import { PortTaken } from "../http/listen.ts";
import { harmless, Refusal } from "./out.ts";
import { StepRefused } from "./prompts/step-refused.ts";

export { type Out, Refusal } from "./out.ts";

const LOGIN_FAULTS: Readonly<Record<string, string>> = {
  "28P01": "The database refused the password of DATABASE_URL.",
  "28000": "The database refused the login of DATABASE_URL.",
  "3D000": "The database named in DATABASE_URL does not exist.",
  "42501":
    "The login of DATABASE_URL may not do this. Set MIGRATE_DATABASE_URL to one that may create roles and schemas, and run promptr migrate: it grants the server what it needs.",
};

/** Codes of Node's TLS: somebody answers, whom nobody we trust vouches for. */
const UNTRUSTED = /CERT|SELF_SIGNED|ALTNAME/;

/** Faults of the operator's making, whose message says all there is to say. */
const EXPLAINED = [
  ConfigError,
  EmbeddedPostgresError,
  Failure,
  MigrationError,
  PortTaken,
  PromptrError,
  PromptrUnreachable,
  Refusal,
  StepRefused,
  TooManyKeys,
];

/** One line for faults an operator can act on; the stack for everything else, which is a bug. */
export function explain(thrown: unknown): string {
  const error = thrown instanceof Failure ? (thrown.cause ?? thrown) : thrown;
  const detail = harmless(error instanceof Error ? error.message : String(error));
  if (EXPLAINED.some((kind) => error instanceof kind)) return detail;
  const known = LOGIN_FAULTS[sqlState(error)];
  if (known !== undefined) return `${known} (${detail})`;
  const code = String(Reflect.get(Object(error), "code"));
  if (Reflect.get(Object(error), "syscall") === "open") return `A file that is named cannot be read: ${detail}`;
  if (isConnectionLoss(error)) return `The database of DATABASE_URL cannot be reached: ${detail || code}`;
  if (UNTRUSTED.test(code))
    return `The database of DATABASE_URL does not prove who it is (${code}). Add &sslrootcert=<file> with its provider's certificate.`;
  return error instanceof Error ? (error.stack ?? detail) : detail;
}

/** The last words of an embedded Postgres that failed, one a line. */
export const lastWords = (error: unknown): readonly string[] =>
  error instanceof EmbeddedPostgresError ? error.output : [];
