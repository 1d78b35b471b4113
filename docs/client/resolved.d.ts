import { PromptrError } from "./errors.js";
import type { UnresolvedPrompt } from "./generated/schema.js";
/** The refusal of one prompt of an answer, as if it had been asked for alone. */
export declare function toError({ error }: UnresolvedPrompt, requestId: string | null): PromptrError;
/** Everybody who asks is given the same object, so nobody may change it. */
export declare function frozen<T>(value: T): T;
