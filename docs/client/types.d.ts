import type { Enhancement, Operations, ProblemStatus } from "./generated/schema.js";
export type OperationName = keyof Operations;
/** What an operation takes: `path`, `query`, `headers` and `body`, as far as it has them. */
export type Input<N extends OperationName> = Operations[N]["input"];
/** The same, asked only for what has changed. */
export type Conditional<N extends OperationName> = Input<N> & {
    headers: {
        "If-None-Match": string;
    };
};
type Replies<N extends OperationName> = Operations[N]["replies"];
/** What every answer says beside its body. */
export type Head = {
    readonly headers: Headers;
    /** For `If-Match` and `If-None-Match`; null where the answer has none. */
    readonly etag: string | null;
    /** Names the request in the server's log. */
    readonly requestId: string | null;
};
/** An answer, told apart by its status. Files are a `Response`: their bytes are read as they come. */
export type Reply<N extends OperationName> = {
    [S in keyof Replies<N>]: Head & {
        readonly status: S;
        readonly data: Replies<N>[S];
    };
}[keyof Replies<N>];
/** One row of a list. */
export type Row<N extends OperationName> = Replies<N> extends {
    200: {
        data: (infer R)[];
    };
} ? R : never;
/** RFC 9457, told apart by `code`. */
export type Problem = {
    [C in keyof ProblemStatus]: {
        readonly type: string;
        readonly title: string;
        readonly status: ProblemStatus[C];
        readonly detail: string;
        readonly instance: string;
        readonly code: C;
        readonly requestId: string;
        /** What is wrong with which part of the input. */
        readonly errors: readonly {
            readonly path: string;
            readonly code: string;
            readonly message: string;
        }[];
    };
}[keyof ProblemStatus];
export type ProblemCode = keyof ProblemStatus;
type Values<T> = T[keyof T];
/** The problems an operation may answer with. */
export type ProblemOf<N extends OperationName> = Extract<Problem, {
    code: Values<Operations[N]["problems"]>;
}>;
/** What streams tell before their result; the document cannot say it, so it is said here. */
type Told = {
    enhancePrompt: {
        start: {
            readonly model: string;
            readonly provider: string;
            readonly findings: number;
        };
        delta: {
            readonly text: string;
            readonly change: Enhancement["changes"][number];
        };
    };
    runPrompt: {
        start: {
            readonly promptId: string;
            readonly version: number;
            readonly model: string;
            readonly provider: string;
        };
        delta: {
            readonly text: string;
        };
    };
};
/** What happens while a model works; a failure is thrown as a `PromptrError`. */
export type RunEvent<N extends keyof Told> = {
    readonly event: "start";
    readonly data: Told[N]["start"];
} | {
    readonly event: "delta";
    readonly data: Told[N]["delta"];
} | {
    readonly event: "result";
    readonly data: Replies<N>[200];
};
type Changed<K extends string, D> = {
    readonly event: K;
    /** Where to go on after it (`Last-Event-ID`). */
    readonly id: string | undefined;
    readonly data: D & {
        readonly at: string;
    };
};
type Of = {
    readonly promptId: string;
};
/** What `/prompts/events` tells. */
export type ChangeEvent = Changed<"version.created", Of & {
    readonly version: number;
}> | Changed<"label.moved", Of & {
    readonly label: string;
    readonly version: number;
}> | Changed<"label.removed", Of & {
    readonly label: string;
}> | Changed<"prompt.updated" | "prompt.deleted" | "prompt.restored", Of> | Changed<"prompt.moderated", Of & {
    readonly status: string;
}> | {
    readonly event: "changes.missed";
    readonly id: string | undefined;
    readonly data: Record<string, never>;
};
/** A secret, or how to get the one of now: it is asked for before every attempt. */
export type Credential = string | (() => string | Promise<string>);
export type CallOptions = {
    /** Ends the call, its waiting for another try, and its stream. */
    readonly signal?: AbortSignal | undefined;
    /** For one attempt; of a stream or a file, until it begins. */
    readonly timeoutMs?: number | undefined;
    /** How often it is tried again where that is safe. */
    readonly retries?: number | undefined;
};
export {};
