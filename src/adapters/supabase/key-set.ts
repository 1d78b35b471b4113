import { createPublicKey } from "node:crypto";
import { z } from "zod";

/** Supabase itself caches its keys at the edge for as long. */
const KEPT_MS = 600_000;
/** However many tokens name keys nobody knows, the keys are asked for once in this time (RELIABILITY F7). */
const PAUSE_MS = 30_000;
const KEYS_MAX = 50;

const base64url = (max: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(max);
const kid = z.string().min(1).max(200);
const PublicKey = z.union([
  z.object({
    kid,
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: base64url(64),
    y: base64url(64),
    alg: z.literal("ES256").default("ES256"),
  }),
  z.object({
    kid,
    kty: z.literal("RSA"),
    n: base64url(1_400).min(342), // 2048 to 8192 bits
    e: base64url(16),
    alg: z.literal("RS256").default("RS256"),
  }),
]);
export type PublicKey = z.output<typeof PublicKey>;
const KeySetAnswer = z.object({ keys: z.array(z.unknown()).max(KEYS_MAX) });

/** The keys as the Auth server last told them. */
export type KeyCopy = {
  readonly keys: ReadonlyMap<string, PublicKey>;
  /** The project has no keys: it signs with its secret, and only it can tell whether a token is its own. */
  readonly isEmpty: boolean;
  readonly fetchedAt: number;
};

/** A key of a kind we do not know, or no point of its curve, is none: WebCrypto would fail on every token that names it. */
function usable(given: unknown): PublicKey[] {
  const { data: key } = PublicKey.safeParse(given);
  if (!key) return [];
  try {
    createPublicKey({ key, format: "jwk" });
    return [key];
  } catch {
    return [];
  }
}

/** Our copy of a project's public keys: asked for when old or when a key is missing, never by two callers at once. */
export class KeySet {
  readonly #url: string;
  readonly #anonKey: string;
  readonly #fetch: typeof fetch;
  #copy: KeyCopy | undefined;
  #triedAt = -Infinity;
  #fault: unknown;
  #fetching: Promise<void> | undefined;

  constructor(url: string, anonKey: string, fetcher: typeof fetch) {
    this.#url = url;
    this.#anonKey = anonKey;
    this.#fetch = fetcher;
  }

  /** The newest copy that can be had now: without the key when nobody has it, outdated or undefined while the server is down. */
  async latest(now: number, wanted?: string): Promise<KeyCopy | undefined> {
    const isEnough = this.#copy && !isStale(this.#copy, now) && (wanted === undefined || this.#copy.keys.has(wanted));
    if (isEnough) return this.#copy;
    // The distance, not the difference: a clock that was set back must not stop us from asking for as long.
    if (!this.#fetching && Math.abs(now - this.#triedAt) >= PAUSE_MS) {
      this.#triedAt = now;
      this.#fetching = this.#ask(now).finally(() => (this.#fetching = undefined));
    }
    await this.#fetching;
    return this.#copy;
  }

  /** Why the last try failed; undefined when it did not. */
  get fault(): unknown {
    return this.#fault;
  }

  /** Whole seconds until the server may be asked again. */
  retryAfterSeconds(now: number): number {
    return Math.max(1, Math.ceil((this.#triedAt + PAUSE_MS - now) / 1_000));
  }

  async #ask(now: number): Promise<void> {
    try {
      const headers = { accept: "application/json", apikey: this.#anonKey }; // older gateways let nobody pass without
      const response = await this.#fetch(this.#url, { headers });
      if (!response.ok) throw new Error(`The Auth server answered ${response.status}`);
      const { keys } = KeySetAnswer.parse(await response.json());
      const known = new Map(keys.flatMap(usable).map((key) => [key.kid, key]));
      this.#copy = { keys: known, isEmpty: keys.length === 0, fetchedAt: now };
      this.#fault = undefined;
    } catch (fault) {
      this.#fault = fault; // the caller decides what can be answered without
    }
  }
}

/** Whether the copy is older than it should be: the server did not answer since. */
export const isStale = ({ fetchedAt }: KeyCopy, now: number): boolean => Math.abs(now - fetchedAt) >= KEPT_MS;
