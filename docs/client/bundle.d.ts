import type { ResolvedPrompt } from "./generated/schema.js";
/** Prompts as they were when `promptr prompts pull` wrote them: what answers when nobody else does. */
export type Bundle = {
    readonly format: "promptr-bundle";
    readonly version: 1;
    readonly prompts: readonly {
        readonly slug: string;
        /** Null for the newest version. */
        readonly label: string | null;
        readonly prompt: ResolvedPrompt;
    }[];
};
export type Which = {
    /** Where it stands is asked for anew; neither label nor version is the newest. */
    readonly label?: string | undefined;
    readonly version?: number | undefined;
};
/** Throws for what is no bundle of a form known here. */
export declare function checkBundle(value: unknown): Bundle;
export declare function findInBundle({ prompts }: Bundle, slug: string, { label, version }: Which): ResolvedPrompt | undefined;
