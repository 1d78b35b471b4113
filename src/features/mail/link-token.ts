import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export const newLinkToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

/** Whether a text can be the token of a mailed link at all: anything else is refused without a query. */
export const isLinkToken = (text: string): boolean => SHAPE.test(text);

/** What the tables keep of a token. A fast digest is right for 256 random bits (ASVS 6.5.2). */
export const digestOfLink = (token: string): Buffer => createHash("sha256").update(token).digest();
