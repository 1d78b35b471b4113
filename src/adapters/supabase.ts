import type { SupabaseClient } from "@supabase/supabase-js";
import { LRUCache } from "lru-cache";
import { hash, randomUUID } from "node:crypto";
import type { ForeignIdentity, ForeignTokens } from "../contract/ports.ts";
import { AuthServer, authServerAway } from "./supabase/auth-server.ts";
import { acceptableClaims, type Claims, toIdentity } from "./supabase/claims.ts";
import { isStale, KeySet, type PublicKey } from "./supabase/key-set.ts";
import { isSignedWith } from "./supabase/secret.ts";
import { readToken, type ReadToken, TOKEN_LENGTH_MAX } from "./supabase/token.ts";
import { boundedFetch } from "./supabase/wire.ts";

export { checkSupabase } from "./supabase/check.ts";

/** One question to the Auth server; a person who waits longer would rather try again. */
const TIMEOUT_MS = 1_500;
/** Verified tokens remembered at once. */
const VERIFIED_MAX = 20_000;
/** Refused tokens remembered at once, so that a repeated one costs nothing; for a while only, lest a fault last. */
const REFUSED_MAX = 10_000;
const REFUSED_MS = 600_000;

type Options = {
  /** The project's address, without a trailing slash. */
  readonly url: string;
  /** The project's public key. */
  readonly anonKey: string;
  /** The project's legacy secret: tokens signed with it are checked here, whatever other keys there are. */
  readonly secret?: string;
  readonly timeoutMs?: number;
};

/** What is "refused" always will be; what names an unknown key may be verified once the key is known. */
type Verdict = "verified" | "refused" | "unknown key";

/** Checks what is signed; asks what only the server can know. */
class Verifier {
  readonly #issuer: string;
  readonly #secret: string | undefined;
  readonly #keys: KeySet;
  readonly #server: AuthServer;
  readonly #client: () => Promise<SupabaseClient>;

  constructor({ url, anonKey, secret, timeoutMs = TIMEOUT_MS }: Options) {
    this.#secret = secret;
    this.#issuer = `${url}/auth/v1`;
    const fetcher = boundedFetch(timeoutMs);
    this.#keys = new KeySet(`${this.#issuer}/.well-known/jwks.json`, anonKey, fetcher);
    // Loaded with the first token that deserves it. The storage key is our own: keys cached under the default one are
    // shared by every client of the process whose project's host begins with the same label.
    const auth = {
      persistSession: false,
      autoRefreshToken: false,
      detectSessionInUrl: false,
      storageKey: randomUUID(),
    };
    let client: Promise<SupabaseClient> | undefined;
    this.#client = () =>
      (client ??= import("@supabase/supabase-js").then(({ createClient }) =>
        createClient(url, anonKey, { auth, global: { fetch: fetcher } }),
      ));
    this.#server = new AuthServer(this.#client);
  }

  read(token: string, now: Date): ReadToken | null {
    return readToken(token, this.#issuer, now);
  }

  check(token: string, read: ReadToken, now: Date): Promise<Verdict> {
    const { header, claims } = read;
    return header.alg === "HS256"
      ? this.#askServer(token, claims, now)
      : this.#checkSignature(token, header, claims, now);
  }

  /** Whether what was verified before still is: a key the project has taken away speaks for nothing any more. */
  async stillHolds(keyId: string | null, now: Date): Promise<boolean> {
    if (keyId === null) return true; // HS256: the secret's or the server's own word, until the token ends
    return (await this.#keys.latest(now.getTime()))?.keys.has(keyId) === true; // at most ten minutes old
  }

  /**
   * With the secret in hand nobody is asked. Without it, symmetric tokens are believed only of a project that has no
   * other keys: anywhere else they cost nobody a call.
   */
  async #askServer(token: string, claims: Claims, now: Date): Promise<Verdict> {
    if (this.#secret !== undefined) return isSignedWith(this.#secret, token) ? "verified" : "refused";
    const copy = await this.#keys.latest(now.getTime());
    if (!copy) throw this.#away(now);
    if (!copy.isEmpty) return "unknown key";
    return (await this.#server.userOf(token, now)) === claims.sub ? "verified" : "refused";
  }

  async #checkSignature(
    token: string,
    { alg, kid }: { alg: string; kid: string },
    { iat }: Claims,
    now: Date,
  ): Promise<Verdict> {
    const copy = await this.#keys.latest(now.getTime(), kid);
    const key = copy?.keys.get(kid);
    if (!copy || !key) {
      if (this.#keys.fault !== undefined) throw this.#away(now);
      return "unknown key";
    }
    // While the server is down, its old keys speak for what they had signed by then and for nothing newer.
    if (isStale(copy, now.getTime()) && iat * 1_000 > copy.fetchedAt) throw this.#away(now);
    if (key.alg !== alg) return "refused";
    return acceptableClaims(await this.#payloadOf(token, key), this.#issuer, now) ? "verified" : "refused";
  }

  /** What the signature covers, as supabase-js reads it. The time is ours to check: it would look at another clock. */
  async #payloadOf(token: string, key: PublicKey): Promise<unknown> {
    const { auth } = await this.#client();
    // With the key in hand nothing is fetched, so whatever goes wrong is wrong with the token.
    const jwks = { keys: [{ ...key, key_ops: ["verify"] }] };
    const verified = await auth.getClaims(token, { jwks, allowExpired: true }).catch(() => null);
    return verified?.data?.claims;
  }

  #away(now: Date) {
    return authServerAway(this.#keys.fault, this.#keys.retryAfterSeconds(now.getTime()));
  }
}

/** What is kept of a good token. Its person's name and address are read from it anew: neither may outlive the account here. */
type Verified = Pick<ForeignIdentity, "subject" | "authenticatedAt" | "expiresAt"> & {
  /** Null for HS256. */
  readonly keyId: string | null;
};
function toVerified({ header, claims }: ReadToken): Verified {
  const { subject, authenticatedAt, expiresAt } = toIdentity(claims);
  return { subject, authenticatedAt, expiresAt, keyId: header.alg === "HS256" ? null : header.kid };
}

/** Somebody whose token was good before; who they say they are is read when somebody asks, which is once. */
class KnownIdentity implements ForeignIdentity {
  readonly subject: string;
  readonly authenticatedAt: Date | null;
  readonly expiresAt: number;
  readonly #read: () => ReadToken | null;
  constructor({ subject, authenticatedAt, expiresAt }: Verified, read: () => ReadToken | null) {
    this.subject = subject;
    this.authenticatedAt = authenticatedAt;
    this.expiresAt = expiresAt;
    this.#read = read;
  }
  get email() {
    return this.#person?.email ?? null;
  }
  get fullName() {
    return this.#person?.fullName ?? null;
  }
  get #person() {
    const read = this.#read();
    return read && toIdentity(read.claims);
  }
}

/** Access tokens of one Supabase project: what they must say is in docs/security.md. */
export function supabaseTokens(options: Options): ForeignTokens {
  const verifier = new Verifier(options);
  const verified = new LRUCache<string, Verified>({ max: VERIFIED_MAX });
  const refused = new LRUCache<string, true>({ max: REFUSED_MAX, ttl: REFUSED_MS });
  const checking = new Map<string, Promise<boolean>>();

  const check = async (token: string, digest: string, read: ReadToken, now: Date): Promise<boolean> => {
    const verdict = await verifier.check(token, read, now);
    if (verdict === "verified") verified.set(digest, toVerified(read));
    if (verdict === "refused") refused.set(digest, true);
    return verdict === "verified";
  };
  // Parallel requests with one token ask once.
  const checkOnce = (token: string, digest: string, read: ReadToken, now: Date): Promise<boolean> => {
    const running = checking.get(digest);
    if (running) return running;
    const started = check(token, digest, read, now).finally(() => checking.delete(digest));
    checking.set(digest, started);
    return started;
  };

  return {
    async verify(token, now) {
      if (token.length > TOKEN_LENGTH_MAX) return null;
      const digest = hash("sha256", token, "base64url");
      const known = verified.get(digest);
      if (known && known.expiresAt > now.getTime()) {
        const person = () => verifier.read(token, now);
        if (await verifier.stillHolds(known.keyId, now)) return new KnownIdentity(known, person);
        verified.delete(digest);
      }
      const read = verifier.read(token, now);
      if (!read || refused.has(digest)) return null;
      return (await checkOnce(token, digest, read, now)) ? toIdentity(read.claims) : null;
    },
  };
}
