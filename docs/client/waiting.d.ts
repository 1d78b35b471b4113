/** Waits; ends at once with the signal's reason when it is aborted. */
export declare function pause(ms: number, signal?: AbortSignal): Promise<void>;
export declare const reasonOf: (signal: AbortSignal) => Error;
/** The promise, for a caller who may leave; what was begun goes on for the others. */
export declare function orAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T>;
/** A signal that ends with another one, or in time. `AbortSignal.any` would be this, but is younger than Node 20. */
export declare class Deadline {
    #private;
    constructor(outer: AbortSignal | undefined);
    get signal(): AbortSignal;
    /** Whether time ran out, rather than somebody's patience. */
    get isLate(): boolean;
    /** Starts the time anew. */
    within(ms: number): void;
    endless(): void;
    /** Ends what listens to it, and listens no more itself. */
    abort(): void;
    dispose(): void;
}
