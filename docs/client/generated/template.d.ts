export type Span = readonly [start: number, end: number];
export type Variable = {
    readonly name: string;
    /** Exactly as written, braces included. */ readonly token: string;
    readonly span: Span;
};
export type Unclosed = {
    readonly name: string;
    readonly span: Span;
};
/** What in a text is template and what is not: prose is the rest. */
export type Template = {
    readonly variables: readonly Variable[];
    readonly fences: readonly Span[];
    /** `{{{{raw}}}}…{{{{/raw}}}}` and `{{{{…}}}}`: text in which braces mean nothing. */
    readonly raws: readonly Span[];
    /** Closed `{{…}}` that names no variable, such as `{{#if x}}`, `{{a: 1}}` or `{{__proto__}}`. */
    readonly tags: readonly Span[];
    readonly unclosed: readonly Unclosed[];
};
/** Reads a text once, from left to right; linear in its length whatever it holds. */
export declare function scanTemplate(text: string): Template;
