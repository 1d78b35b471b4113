import { type Bundle } from "./bundle.js";
/** Reads a bundle from a file; throws when there is none. */
export declare const readBundle: (path: string | URL) => Promise<Bundle>;
