import type { ResolvedPrompt } from "./generated/schema.js";
declare const PARTS: readonly ["role", "task", "context", "requirements", "style", "output"];
type Part = (typeof PARTS)[number];
type Draft = {
    readonly [P in Part]: string | null;
};
export type Values = Readonly<Record<string, string | number | boolean>>;
export type Rendered = {
    readonly text: string;
    /** The part `role` is the system's, the rest the user's. */
    readonly messages: readonly {
        readonly role: "system" | "user";
        readonly content: string;
    }[];
};
/** The values do not fit the prompt, or its template is broken: what the server would answer with this code. */
export declare class RenderError extends Error {
    name: string;
    readonly code: "template_invalid" | "variable_missing" | "invalid_input";
    /** Names of the variables, or of the parts, that are at fault. */
    readonly names: readonly string[];
    constructor(code: RenderError["code"], names: readonly string[]);
}
/** Puts values in the place of variables, as `POST /prompts/{id}/render` does: the same text, or the same refusal. */
export declare function renderPrompt(prompt: Draft & Pick<ResolvedPrompt, "variables">, values?: Values): Rendered;
export {};
