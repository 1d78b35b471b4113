/** `npm run build [-- --out folder] [--commit hash]`: makes `dist/promptr`, this program as one executable file, its digest and its bill of materials. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { billOfMaterials } from "./build/bill-of-materials.ts";
import { ROOT } from "./build/bundle.ts";
import { commitHere, makeExecutable } from "./build/executable.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(ROOT, "dist") },
    // For where the sources lie without their history, as in an image that is being built.
    commit: { type: "string" },
  },
});
const folder = resolve(values.out);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const executable = await makeExecutable(folder, values.commit ?? commitHere());
const digest = createHash("sha256").update(readFileSync(executable)).digest("hex");
writeFileSync(`${executable}.sha256`, `${digest}  promptr\n`);
writeFileSync(`${executable}.cdx.json`, billOfMaterials());
process.stderr.write(`${executable}: ${Math.round(statSync(executable).size / 1e6)} MB, sha256 ${digest}\n`);
