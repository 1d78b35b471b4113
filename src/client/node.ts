import { readFile } from "node:fs/promises";
import { type Bundle, checkBundle } from "./bundle.ts";

/** Reads a bundle from a file; throws when there is none. */
export const readBundle = async (path: string | URL): Promise<Bundle> =>
  checkBundle(JSON.parse(await readFile(path, "utf8")) as unknown);
