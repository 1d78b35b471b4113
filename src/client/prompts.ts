import { type Bundle, findInBundle, type Which } from "./bundle.ts";
import { type CacheOptions, type Entry, PromptCache } from "./cache.ts";
import { isOutage, PromptrError } from "./errors.ts";
import type { Resolution, ResolvedPrompt } from "./generated/schema.ts";
import { frozen, toError } from "./resolved.ts";
import { type Rendered, renderPrompt, type Values } from "./render.ts";
import { Subscription } from "./subscription.ts";
import type { Transport } from "./transport.ts";
import type { CallOptions } from "./types.ts";
import { orAborted } from "./waiting.ts";

/** After an outage nobody is kept waiting for another one as long as something else can answer. */
const AWAY_MS = 5_000;
const TIMEOUT_MS = 5_000;
export type PromptsOptions = CacheOptions & {
  /** Answers when the server is away and nothing is kept. */
  readonly bundle?: Bundle | undefined;
  /** Called with what went wrong where nobody waits: reading anew, listening. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** The present, for tests. */
  readonly now?: (() => number) | undefined;
};
export type GetOptions = Which & Pick<CallOptions, "signal" | "timeoutMs">;
/** A prompt, and where it came from: the server, memory while it is fresh or when it is not, or the bundle. */
export type Got = {
  readonly prompt: ResolvedPrompt;
  readonly source: "server" | "cache" | "stale" | "bundle";
  /** How long ago the server said so; null when it came from the bundle. */
  readonly ageMs: number | null;
  /** Fills in the variables, here, as the server would. Throws `RenderError`. */
  readonly render: (values?: Values) => Rendered;
};

/** Prompts by slug, from memory where it is fresh, from the server where it is not, from the bundle where neither can. */
export class PromptReader {
  readonly #transport: Transport;
  readonly #options: PromptsOptions;
  readonly #cache: PromptCache;
  readonly #flights = new Map<string, Promise<Entry>>();
  readonly #now: () => number;
  readonly #subscription: Subscription;
  #awayUntil = Number.NEGATIVE_INFINITY;

  constructor(transport: Transport, options: PromptsOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#cache = new PromptCache(options, this.#now);
    const onOpen = (): void => void (this.#awayUntil = Number.NEGATIVE_INFINITY);
    this.#subscription = new Subscription(transport, this.#cache, { onOpen, onError: options.onError });
  }

  /** Throws the server's refusal (`not_found` …), or `PromptrUnreachable` when nothing at all can answer. */
  async get(slug: string, { signal, timeoutMs = TIMEOUT_MS, ...which }: GetOptions = {}): Promise<Got> {
    const key = JSON.stringify([slug, which.label ?? null, which.version ?? null]);
    const entry = this.#cache.find(key);
    const standing = this.#cache.standingOf(entry);
    const read = (): Promise<Entry> => this.#flight(key, slug, which, timeoutMs);
    if (entry && standing === "fresh") return this.#got(entry, "cache");
    if (entry && standing === "stale") {
      this.#inBackground(read);
      return this.#got(entry, "stale");
    }
    const other = (): Got | undefined => {
      if (entry && standing !== "none") return this.#got(entry, "stale");
      const kept = this.#options.bundle && findInBundle(this.#options.bundle, slug, which);
      return kept && this.#toGot(kept, "bundle", null);
    };
    if (this.#now() < this.#awayUntil) {
      const given = other();
      if (given) this.#inBackground(read);
      if (given) return given;
    }
    try {
      return this.#got(await orAborted(read(), signal), "server");
    } catch (error) {
      const given = isOutage(error) ? other() : undefined;
      if (!given) throw error;
      return given;
    }
  }

  #got({ prompt, fetchedAt }: Entry, source: "server" | "cache" | "stale"): Got {
    return this.#toGot(prompt, source, this.#now() - fetchedAt);
  }
  #toGot(prompt: ResolvedPrompt, source: Got["source"], ageMs: number | null): Got {
    return { prompt, source, ageMs, render: (values) => renderPrompt(prompt, values) };
  }

  #inBackground(read: () => Promise<Entry>): void {
    if (this.#now() >= this.#awayUntil) read().catch((error: unknown) => this.#options.onError?.(error));
  }

  /** One question for everybody who asks it at the same time. */
  #flight(key: string, slug: string, which: Which, timeoutMs: number): Promise<Entry> {
    const under = this.#flights.get(key);
    if (under) return under;
    const flight = this.#read(key, slug, which, timeoutMs).finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }

  async #read(key: string, slug: string, which: Which, timeoutMs: number): Promise<Entry> {
    const since = this.#cache.changes;
    const known = this.#cache.find(key);
    const wanted = Object.fromEntries(Object.entries(which).filter(([, value]) => value !== undefined));
    const headers = known?.etag ? { "If-None-Match": known.etag } : {};
    const input = { body: { prompts: [{ slug, ...wanted }] }, headers };
    try {
      const { status, data, etag, requestId } = await this.#transport.send("resolvePrompts", input, {
        timeoutMs,
        retries: 1,
      });
      if (status === 304 && known) return this.#cache.keep(key, { ...known, since });
      const [item] = (data as Resolution).data;
      if (!item || "error" in item) throw item ? toError(item, requestId) : new Error("An answer without the prompt");
      return this.#cache.keep(key, { prompt: frozen(item), etag, since });
    } catch (error) {
      if (isOutage(error)) this.#awayUntil = this.#now() + AWAY_MS;
      else if (error instanceof PromptrError && error.status === 404) this.#cache.forget(key);
      throw error;
    }
  }

  /** Listens to changes until `unsubscribe`. While it listens a process of Node stays alive. */
  subscribe(): void {
    this.#subscription.start();
  }
  unsubscribe(): void {
    this.#subscription.stop();
  }
  /** Whether changes are heard of at this moment. */
  get isLive(): boolean {
    return this.#cache.isLive;
  }
}
