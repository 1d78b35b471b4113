import { type AnyInput, type Operation } from "./request.js";
import type { CallOptions, Credential, Head, OperationName } from "./types.js";
import { Deadline } from "./waiting.js";
export type TransportOptions = {
    /** Where the server is: `https://promptr.example.com`. */
    readonly url: string;
    /** A person's token. One of the two, or neither for what is open to everybody. */
    readonly accessToken?: Credential | undefined;
    readonly apiKey?: Credential | undefined;
    readonly timeoutMs?: number | undefined;
    readonly retries?: number | undefined;
    /** The longest `Retry-After` that is waited for. */
    readonly waitMsMax?: number | undefined;
    /** Instead of the platform's own. */
    readonly fetch?: typeof fetch | undefined;
};
type AnyReply = Head & {
    readonly status: number;
    readonly data: unknown;
};
export declare const operationOf: (name: OperationName) => Operation;
/** Speaks HTTP: credential, time, tries, and what comes back. */
export declare class Transport {
    #private;
    constructor(options: TransportOptions);
    /** Asks and reads the answer; throws `PromptrError`, `PromptrUnreachable`, or the reason of the signal. */
    send(name: OperationName, input: AnyInput, options?: CallOptions): Promise<AnyReply>;
    /** Begins a stream. Whoever gets it ends it with `deadline.abort()`. */
    stream(name: OperationName, input: AnyInput, options?: CallOptions): Promise<{
        response: Response;
        deadline: Deadline;
    }>;
}
export {};
