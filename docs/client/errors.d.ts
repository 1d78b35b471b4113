import type { Problem } from "./types.js";
/** The server answered, and not with what was asked for. */
export declare class PromptrError extends Error {
    name: string;
    readonly status: number;
    /** Null when the answer was no problem of ours: a page, or the word of a proxy. */
    readonly problem: Problem | null;
    readonly requestId: string | null;
    /** What `Retry-After` asked for. */
    readonly retryAfterMs: number | null;
    constructor(about: Pick<PromptrError, "status" | "problem" | "requestId" | "retryAfterMs">);
}
/** Nothing came back, or it broke off: no connection, no answer in time. Whether the server acted is not known. */
export declare class PromptrUnreachable extends Error {
    name: string;
}
/** Whether the server, rather than the request, is what is wrong: another try later may succeed. */
export declare const isOutage: (error: unknown) => boolean;
/** `Retry-After` (RFC 9110 §10.2.3) in milliseconds: seconds, or a date. */
export declare function retryAfterMsOf(headers: Headers, now?: number): number | null;
/** Reads a failure; what is no problem is not shown, as it may be anything. */
export declare function errorOf(response: Response): Promise<PromptrError>;
