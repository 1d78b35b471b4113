import type { Config } from "../../config.ts";
import type { Connections } from "../../app/connections.ts";
import type { Seen } from "../../app/look.ts";
import type { Facts } from "../../db/inspect.ts";

/** An `error` keeps an installation from being fit for production; a `warning` is worth a look. */
export type Finding = { readonly level: "error" | "warning"; readonly what: string; readonly todo: string };
/** What a check came to: what it found, or why it did not look. */
export type Outcome = readonly Finding[] | { readonly skipped: string };

/** What the checks look at. */
export type Patient = {
  readonly config: Config;
  /** Names that look like ours and mean nothing. */
  readonly unknown: readonly string[];
  /** How many machines will serve. */
  readonly machines: number;
  /** Null while there is no database to ask. */
  readonly connections: Connections | null;
  /** Asked once for all checks; rejects when the database cannot be reached. */
  readonly facts: () => Promise<Facts>;
  /** What PUBLIC_URL answers, as the world sees it; asked once. */
  readonly outside: () => Promise<Seen>;
};

export type Check = {
  readonly name: string;
  /** A line of the guide's production checklist where it is one, word by word. */
  readonly title: string;
  readonly run: (patient: Patient) => Outcome | Promise<Outcome>;
};

export const error = (what: string, todo: string): Finding => ({ level: "error", what, todo });
export const warning = (what: string, todo: string): Finding => ({ level: "warning", what, todo });
/** The findings whose condition holds. */
export const when = (...found: readonly (readonly [condition: boolean, finding: Finding])[]): Finding[] =>
  found.flatMap(([condition, finding]) => (condition ? [finding] : []));
