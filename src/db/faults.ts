import { Failure } from "../errors.ts";

const text = (error: object, key: string): string => {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : "";
};

/** The five-character SQLSTATE of a Postgres error, or "" when it is none. */
export const sqlState = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "";
  const code = text(error, "code");
  return /^[0-9A-Z]{5}$/.test(code) ? code : "";
};

/** The constraint a Postgres error names, so that a service can say which rule was met. */
export const violated = (error: unknown): string =>
  typeof error === "object" && error !== null ? text(error, "constraint") : "";

const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "EAI_AGAIN",
]);
const CONNECTION_MESSAGES =
  /connection terminated|connection ended|timeout exceeded when trying to connect|connection timeout|timeout expired|query read timeout|not queryable/i;

/** True when the database is away or the connection died: the statement may or may not have happened. */
export const isConnectionLoss = (error: unknown): boolean => {
  if (typeof error !== "object" || error === null) return false;
  const state = sqlState(error);
  // 25006: the server became a read-only standby; the next connection may find the new primary.
  if (state.startsWith("08") || state.startsWith("57P") || state === "25006") return true;
  return CONNECTION_CODES.has(text(error, "code")) || CONNECTION_MESSAGES.test(text(error, "message"));
};

/** True when trying the whole transaction again can succeed: serialization failure or deadlock. */
export const isRetryable = (error: unknown): boolean => ["40001", "40P01"].includes(sqlState(error));

/**
 * What a client may be told of a database error. Data the schema should have refused becomes 400 as a net
 * (class 22, statement too complex), trouble of the moment 503; everything else stays a bug and is rethrown as it is.
 */
export function translate(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const state = sqlState(error);
  if (isConnectionLoss(error)) return new Failure("unavailable", { retryAfterSeconds: 1, cause: error });
  if (state.startsWith("22") || state === "54001") {
    return new Failure("invalid_input", { detail: "A value cannot be stored", cause: error });
  }
  if (isRetryable(error) || ["57014", "55P03"].includes(state) || state.startsWith("53")) {
    return new Failure("overloaded", { retryAfterSeconds: 1, cause: error });
  }
  return error;
}
