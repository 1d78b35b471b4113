import { createHash, randomBytes } from "node:crypto";
import type { Tokens } from "../../contract/ports.ts";

const TOKEN_BYTES = 32;
/** The prefix lets secret scanners find a leaked one, and keeps an access token from being tried as a refresh token. */
const SHAPE = /^pmr_[A-Za-z0-9_-]{43}$/;

const written = (bytes: Buffer): string => `pmr_${bytes.toString("base64url")}`;

export const isRefreshToken = (text: string): boolean => SHAPE.test(text);
export const newRefreshToken = (): string => written(randomBytes(TOKEN_BYTES));

/** Derived, not random: parallel refreshes of one token all find the same successor, and no plaintext need be stored. */
export const successorOf = (tokens: Tokens, token: string): string => written(tokens.mac("refresh", token));

/** What the table keeps. A fast digest is right for 256 random bits (ASVS 6.5.2). */
export const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();
