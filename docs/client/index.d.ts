/// <reference lib="esnext.disposable" />
import { type Groups } from "./generated/operations.js";
import { type GetOptions, type Got, type PromptsOptions } from "./prompts.js";
import { type TransportOptions } from "./transport.js";
export type { Bundle } from "./bundle.js";
export { checkBundle } from "./bundle.js";
export type { CacheOptions } from "./cache.js";
export { isOutage, PromptrError, PromptrUnreachable } from "./errors.js";
export type * from "./generated/operations.js";
export type * from "./generated/schema.js";
export { ifMatch, ifNew, ifNoneMatch } from "./etag.js";
export type { GetOptions, Got, PromptsOptions } from "./prompts.js";
export { RenderError, type Rendered, renderPrompt, type Values } from "./render.js";
export type { TransportOptions } from "./transport.js";
export type * from "./types.js";
export type ClientOptions = TransportOptions & {
    /** What `prompts.get` keeps, and for how long. */
    readonly cache?: PromptsOptions | undefined;
};
export type PromptrClient = Omit<Groups, "prompts"> & {
    readonly prompts: Groups["prompts"] & {
        /** A prompt as it is at a label, a version, or now; from memory where that is fresh. */
        get(slug: string, options?: GetOptions): Promise<Got>;
        /** Hears of changes from now on, and drops what changed. Ends with `close`. */
        subscribe(): void;
        /** Whether changes are heard of at this moment. */
        readonly isLive: boolean;
    };
    /** Ends the subscription. */
    close(): void;
    [Symbol.dispose](): void;
};
/**
 * A client of one server for one credential. Every operation of the document is `client.<tag>.<operationId>`; it returns
 * the answer, told apart by its status, and throws `PromptrError` with the problem, or `PromptrUnreachable`.
 */
export declare function createClient(options: ClientOptions): PromptrClient;
