/** What a call needs to know of its operation: a row of the generated table. */
export type Operation = {
    readonly group: string;
    readonly method: string;
    readonly path: string;
    /** Media types by the statuses that are no failure. */
    readonly replies: Readonly<Record<string, readonly string[]>>;
    /** Takes no credential. */
    readonly open?: true;
    readonly body?: "json" | "form";
    /** Takes an `Idempotency-Key`. */
    readonly keyed?: true;
    /** A POST that only reads. */
    readonly reads?: true;
    readonly paged?: true;
    /** Can be read as it happens. */
    readonly streams?: true;
    readonly events?: true;
};
type Fields = Readonly<Record<string, unknown>>;
/** `Input` with its types erased. */
export type AnyInput = {
    readonly path?: Fields;
    readonly query?: Fields;
    readonly headers?: Fields;
    readonly body?: unknown;
};
export type Prepared = {
    readonly url: string;
    readonly method: string;
    readonly headers: Headers;
    readonly body: string | undefined;
};
/** Everything of a request but its credential; the same for every try, with one `Idempotency-Key` for all of them. */
export declare function prepare(base: string, operation: Operation, input: AnyInput, accept: string): Prepared;
export declare const isSafe: ({ method, keyed, reads }: Operation) => boolean;
export {};
