export type Patience = {
    /** Whether doing it twice is doing it once: a GET, a POST that only reads, or one with an `Idempotency-Key`. */
    readonly isSafe: boolean;
    readonly retries: number;
    /** A server that asks for more is taken at its word: the failure is the caller's to hear. */
    readonly waitMsMax: number;
    readonly signal?: AbortSignal | undefined;
};
/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export declare const backoffMs: (attempt: number, random?: number) => number;
/** Tries until it works, a failure is final, or patience ends; throws the last failure. */
export declare function patiently<T>(patience: Patience, attempt: () => Promise<T>): Promise<T>;
