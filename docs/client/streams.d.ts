import type { AnyInput } from "./request.js";
import type { Transport } from "./transport.js";
import type { CallOptions, OperationName } from "./types.js";
type AnyEvent = {
    readonly event: string;
    readonly data: unknown;
};
/**
 * `start`, `delta` and at last `result`, as they happen; `error` is thrown. What has begun is not tried again by itself,
 * because the caller has seen half of it: who sends an `Idempotency-Key` of their own may ask again and pays once.
 */
export declare function streamRun(transport: Transport, name: OperationName, input: AnyInput, options?: CallOptions): AsyncGenerator<AnyEvent, void, undefined>;
export {};
