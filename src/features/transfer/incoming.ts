import type { Content } from "../prompts/index.ts";

/** A version that may be stored. */
export type IncomingVersion = {
  readonly content: Content;
  /** SHA-256 in hex: what tells versions of a prompt apart. */
  readonly hash: string;
  readonly message: string | null;
  /** Null for now. */
  readonly createdAt: string | null;
};

/** A move of a label before this import; versions count from 1. */
export type IncomingMove = {
  readonly label: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly revision: number;
  readonly reason: string | null;
  /** The revision of the move it takes back. */
  readonly undoes: number | null;
  readonly createdAt: string;
};

/** A prompt of a file that keeps every rule a stored one keeps, but for what only the database knows. */
export type Incoming = {
  readonly place: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string | null;
  /** Null where the file knows no categories. */
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly folder: readonly string[];
  readonly enrichedPrompt: string | null;
  readonly isPublic: boolean;
  readonly createdAt: string | null;
  /** At least one, oldest first. */
  readonly versions: readonly IncomingVersion[];
  /** Label to version, counted from 1. */
  readonly labels: ReadonlyMap<string, number>;
  readonly history: readonly IncomingMove[];
  /** Our own file says all there is about a prompt; others leave what we have beside the text alone. */
  readonly isOurs: boolean;
};

export type IncomingFile = {
  readonly prompts: readonly Incoming[];
  readonly folders: readonly (readonly string[])[];
};
