import type { AnyInput } from "./request.js";
import type { Transport } from "./transport.js";
import type { CallOptions, ChangeEvent } from "./types.js";
export type ChangeHooks = {
    readonly onOpen?: () => void;
    readonly onLost?: () => void;
};
/**
 * Changes as they happen, for as long as somebody reads: a connection that ends is made anew where it left off
 * (`Last-Event-ID`). Some may come twice. Throws when the credential no longer lets it in, or with the signal's reason.
 */
export declare function streamChanges(transport: Transport, input: AnyInput, options?: CallOptions, hooks?: ChangeHooks): AsyncGenerator<ChangeEvent, void, undefined>;
