import type { PromptCache } from "./cache.js";
import type { Transport } from "./transport.js";
type Listener = {
    readonly onOpen: () => void;
    readonly onError: ((error: unknown) => void) | undefined;
};
/** Drops what is kept of a prompt as soon as it changes; while it hears everything, what is kept stays fresh. */
export declare class Subscription {
    #private;
    constructor(transport: Transport, cache: PromptCache, listener: Listener);
    /** Begins to listen, unless it does. What the credential no longer lets in is told to `onError`, and may be begun anew. */
    start(): void;
    stop(): void;
}
export {};
