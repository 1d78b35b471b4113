import { z } from "zod";
import { isExecutable, readTextAsset } from "../adapters/assets.ts";
import { SCHEMA_VERSION } from "./migrations.ts";

const Manifest = z.object({ version: z.string() });
/** Of this program, as package.json says. */
export const VERSION = Manifest.parse(JSON.parse(readTextAsset("package.json"))).version;

const Build = z.object({ commit: z.string() });
/** The commit the executable was built from; null when the sources run as they are. */
export const COMMIT: string | null = isExecutable ? Build.parse(JSON.parse(readTextAsset("build.json"))).commit : null;

/** `0.1.0 (commit 1a2b3c4, schema 0014-row-width)`. */
export function describeVersion(): string {
  return `${VERSION} (${COMMIT === null ? "" : `commit ${COMMIT}, `}schema ${SCHEMA_VERSION})`;
}
