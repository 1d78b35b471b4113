import { type Bundle, type Which } from "./bundle.js";
import { type CacheOptions } from "./cache.js";
import type { ResolvedPrompt } from "./generated/schema.js";
import { type Rendered, type Values } from "./render.js";
import type { Transport } from "./transport.js";
import type { CallOptions } from "./types.js";
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
export declare class PromptReader {
    #private;
    constructor(transport: Transport, options: PromptsOptions);
    /** Throws the server's refusal (`not_found` …), or `PromptrUnreachable` when nothing at all can answer. */
    get(slug: string, { signal, timeoutMs, ...which }?: GetOptions): Promise<Got>;
    /** Listens to changes until `unsubscribe`. While it listens a process of Node stays alive. */
    subscribe(): void;
    unsubscribe(): void;
    /** Whether changes are heard of at this moment. */
    get isLive(): boolean;
}
