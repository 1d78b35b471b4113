import type { ResolvedPrompt } from "./generated/schema.js";
export type CacheOptions = {
    /** How long an answer counts as fresh while nobody tells of changes: 60 s. */
    readonly maxAgeMs?: number | undefined;
    /** How long an old one is given out while it is read anew, or cannot be: a day. */
    readonly staleMs?: number | undefined;
    /** The least recently used go first: 1,000. */
    readonly entriesMax?: number | undefined;
};
export type Entry = {
    readonly prompt: ResolvedPrompt;
    /** For asking whether it is still this. */
    readonly etag: string | null;
    readonly fetchedAt: number;
    /** Read while changes were settling: after this it counts for nothing but an outage. */
    readonly goodUntil: number;
    /** Something changed: it is given out only when nobody can say what it is now. */
    isDropped: boolean;
};
export type Standing = "fresh" | "stale" | "last resort" | "none";
/** What was read, by what was asked for, and how much each is worth. */
export declare class PromptCache {
    #private;
    /** Counts changes: what was asked for before one may be of yesterday. */
    changes: number;
    /** Whether every change is heard of at this moment. */
    isLive: boolean;
    constructor({ maxAgeMs, staleMs, entriesMax }: CacheOptions, now: () => number);
    get size(): number;
    find(key: string): Entry | undefined;
    standingOf(entry: Entry | undefined): Standing;
    /** `since` is `changes` of when it was asked for. */
    keep(key: string, { prompt, etag, since }: Pick<Entry, "prompt" | "etag"> & {
        readonly since: number;
    }): Entry;
    /** There is no such thing any more. */
    forget(key: string): void;
    /** A prompt changed, or, without an id, anything may have. */
    drop(promptId?: string): void;
}
