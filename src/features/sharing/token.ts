import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, base64url: whoever has it may open the link, and nobody can guess it (ASVS 11.5.1). */
export const newShareToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

/** What the table keeps of a token; null for text that cannot be one, so that noise costs no query. */
export const hashOfToken = (text: string): Buffer | null =>
  SHAPE.test(text) ? createHash("sha256").update(text).digest() : null;

/** So much of a token its owner is shown, to tell one link from another. */
const START_LENGTH = 6;
export const startOf = (token: string): string => token.slice(0, START_LENGTH);

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The id of a link, which its owner may name it by when the token is lost; it opens nothing. Null for anything else. */
export const linkIdOf = (text: string): string | null => (ID.test(text) ? text : null);
