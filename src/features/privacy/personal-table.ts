import type { Tables } from "../../db/tables.ts";

/** Which door of the database shows the rows: the person's own where it is open to them, so that the policies watch too. */
export type Reader = "self" | "door" | "jobs";

/**
 * What becomes of the rows when the account is erased.
 * "in batches": deleted a few at a time before the account, because there may be many.
 * "with the account": the foreign key deletes them with the profile, or with a row that is deleted in batches.
 * "by the day": no foreign key and no index leads to them; a day's at a time, once the account is closed.
 * "after usage": no foreign key leads to them; a few at a time, once usage is gone that more could be made of.
 * "ids only": they stay, and hold nothing that leads to a person once the account is gone.
 */
export type Erasure = "in batches" | "with the account" | "by the day" | "after usage" | "ids only";

/** A column that orders and identifies the rows of one person, and a value before all others. */
type Key<Column extends string> = readonly [column: Column, before: string | number | Buffer];

/** One table that holds something of persons. */
export type PersonalTable = {
  readonly name: keyof Tables;
  readonly reader: Reader;
  /** SQL: the rows of the person whose id is `$1`. */
  readonly rows: string;
  /** SQL that says the same of rows after a key, whose first value is `$3`, so that no page reads what others have read. */
  readonly ahead?: string;
  readonly key: readonly Key<string>[];
  /** Rows hold long texts: few are read at a time. */
  readonly wide?: true;
  readonly exported: readonly string[];
  /** Columns the person is not given, and why. */
  readonly omitted: Readonly<Record<string, string>>;
  readonly erasure: Erasure;
};

type Column<T extends keyof Tables> = keyof Tables[T] & string;
type Definition<T extends keyof Tables> = Omit<PersonalTable, "name" | "key" | "exported" | "omitted"> & {
  readonly key: readonly Key<Column<T>>[];
  readonly exported: readonly Column<T>[];
  readonly omitted?: { readonly [C in Column<T>]?: string };
};

/** Declares a table; a column that does not exist is a type error, one that is forgotten fails test/db/personal-data.test.ts. */
export const personal = <T extends keyof Tables>(name: T, definition: Definition<T>): PersonalTable => ({
  ...definition,
  name,
  omitted: { ...definition.omitted },
});

/** Before every UUID that is given out. */
export const NIL = "00000000-0000-0000-0000-000000000000";
export const NO_BYTES: Buffer = Buffer.alloc(0);
export const OWN = "user_id = $1";
