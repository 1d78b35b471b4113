import { isConnectionLoss, sqlState } from "../db/faults.ts";

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

/** One line for errors of the database an operator can act on; the stack for everything else. */
export function explain(error: unknown): string {
  const known = LOGIN_FAULTS[sqlState(error)];
  const detail = error instanceof Error ? error.message : String(error);
  if (known !== undefined) return `${known} (${detail})`;
  if (isConnectionLoss(error))
    return `The database of DATABASE_URL cannot be reached: ${detail || String(Reflect.get(Object(error), "code"))}`;
  return error instanceof Error ? (error.stack ?? detail) : detail;
}
