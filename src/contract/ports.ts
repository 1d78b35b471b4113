import type { ApiScope } from "./credential.ts";
import type { Ai } from "./ai.ts";
import type { Changes } from "./changes.ts";
import type { Mailer } from "./mail.ts";
import type { Limits } from "./tier.ts";
import type { Usage } from "./usage.ts";
import type { WebhookSender } from "./webhook.ts";

/** Slow hashing of passwords (argon2id, OWASP 2023: 19 MiB, 2 passes). At most a few run at once; more is `overloaded`. */
export type Passwords = {
  /** A PHC string, `$argon2id$v=19$m=…`. */
  hash(password: string): Promise<string>;
  /** One hash computation whatever is asked: null stands for an account that does not exist. */
  verify(stored: string | null, password: string): Promise<boolean>;
  /** Whether a stored hash was made with weaker parameters than today's. */
  isOutdated(stored: string): boolean;
};

export type AccessClaims = { readonly userId: string; readonly sessionId: string; readonly expiresAt: number };

/** The public half of a signing key, as others read it from our JWKS (RFC 7517). */
export type PublicKey = {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: "ES256";
  readonly use: "sig";
};

/** Signed access tokens (JWT, ES256). */
export type Tokens = {
  readonly lifetimeSeconds: number;
  issue(claims: { userId: string; sessionId: string; now: Date }): Promise<string>;
  /** Null for anything that is not a token of ours, valid at `now`. */
  verify(token: string, now: Date): Promise<AccessClaims | null>;
  /** Every key that verifies at `now`, also one that does not sign yet; newest first, at most 5 s old. */
  publicKeys(now: Date): Promise<PublicKey[]>;
  /** A keyed digest under the server's own secret: the same purpose and input always give the same 32 bytes. */
  mac(purpose: string, input: string): Buffer;
};

/** Somebody another issuer vouches for. */
export type ForeignIdentity = {
  readonly subject: string;
  /** What the issuer says it is; joins the person to nobody. */
  readonly email: string | null;
  readonly fullName: string | null;
  readonly authenticatedAt: Date | null;
  /** When the token runs out, in milliseconds of Unix time. */
  readonly expiresAt: number;
};
/** Access tokens of another issuer (Supabase). */
export type ForeignTokens = {
  /** Null for anything that is not a valid token of a signed-in person; rejects with `unavailable` when that cannot be found out now. */
  verify(token: string, now: Date): Promise<ForeignIdentity | null>;
};

/** Memory of this process; what grants access lives in it for a minute at most, and is dropped when it changes. */
export type Cache = {
  /** The cached value, or what `load` gives; parallel callers of one key share one load. */
  get<T extends object>(
    key: string,
    options: { tags: readonly string[]; ttlMs: number },
    load: () => Promise<T>,
  ): Promise<T>;
  /** Forgets everything under the tag, also what is being loaded right now. Call it from `afterCommit` only. */
  drop(tag: string): void;
};

/** The narrow limits, one try at a time; `key` is hashed before it is stored. */
export type NarrowLimit = {
  [K in keyof Limits]: Limits[K] extends number ? K : never;
}[keyof Limits];
export type Throttle = {
  /** Counts one try; rejects with `rate_limited` and an honest `retryAfterSeconds` when they are used up. */
  spend(limit: NarrowLimit, key: string): Promise<void>;
  /** Gives one try back: what was right is no guess. */
  giveBack(limit: NarrowLimit, key: string): Promise<void>;
};

/** How the parts of the service are doing, for `/health` and `/readyz`. */
export type Vitals = {
  readonly startedAt: number;
  /** False once the process has begun to stop. */
  ready(): boolean;
  queue(): Promise<void>;
  /** "degraded" while the last call to a configured model provider, within five minutes, found it unable to serve. */
  providers(): "healthy" | "degraded";
  /** Open database connections of this process. */
  connections(): number;
};

/** Counts views of published prompts in memory, and writes them together. */
export type Views = {
  /** One view on a day (UTC, `2026-11-22`); `promptId` in lower case. */
  add(promptId: string, day: string): void;
  /** Writes what was counted so far. Never rejects: what cannot be written is tried again. */
  flush(): Promise<void>;
};

/** What becomes of a visit to a share link: let in, a wrong password or one too many, after the link's end. */
export type VisitEnd = "views" | "refused" | "ended";
/** Counts what becomes of visits to share links by the day, in memory, and writes them together. */
export type Visits = {
  /** One visit on a day (UTC, `2026-11-22`); `link` is the hex SHA-256 of its token. The view itself is counted elsewhere, exactly. */
  add(link: string, day: string, end: VisitEnd): void;
  /** Writes what was counted so far. Never rejects: what cannot be written is tried again. */
  flush(): Promise<void>;
};

/** Figures for operators that only a feature knows. */
export type Tally = {
  /** What calls of a provider's models cost, in USD by list price. */
  spent(provider: string, usd: number): void;
};

export type Ports = {
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  /** Null when no other issuer is configured. */
  readonly foreignTokens: ForeignTokens | null;
  readonly ai: Ai;
  readonly mailer: Mailer;
  readonly cache: Cache;
  readonly changes: Changes;
  readonly throttle: Throttle;
  readonly views: Views;
  readonly visits: Visits;
  readonly usage: Usage;
  readonly webhooks: WebhookSender;
  readonly vitals: Vitals;
  readonly tally: Tally;
};

/** An operation of the API and who may call it. */
export type Operation = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly access: "public" | "user" | "pro" | "admin";
  readonly keyScope: ApiScope | null;
};

/** Plain facts of this installation that features may know; secrets stay in the configuration. */
export type Settings = {
  readonly version: string;
  /** What the executable was built from; null when the sources run as they are. */
  readonly commit: string | null;
  /** The newest migration this program knows, which its database has. */
  readonly schemaVersion: string;
  readonly production: boolean;
  /** Without a trailing slash; every link the service writes starts with it. */
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly flags: Readonly<Record<string, boolean>>;
  readonly docs: boolean;
  /** Addresses (lower case) whose owners become administrators, once, when they have shown to hold address and password. */
  readonly adminEmails: readonly string[];
  /** Every operation there is, as far as it says who may call it. */
  readonly operations: readonly Operation[];
};
