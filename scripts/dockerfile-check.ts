/**
 * `node scripts/dockerfile-check.ts [--folder /var/tmp/promptr-image] [--keep]`: goes through the Dockerfile's steps without an engine, in
 * Debian roots made by debootstrap, and runs the result as an engine would: process 1, its own account, a read-only file
 * system. Needs root, debootstrap, and this machine's Debian mirror and npm registry. Exit code 1 when anything is not as it should be.
 */
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { execFormOf, readDockerfile, restsOf } from "./image/dockerfile.ts";
import { makeRoot } from "./image/roots.ts";
import { buildStage, type Built } from "./image/steps.ts";
import { tryImage } from "./image/try.ts";

const { values } = parseArgs({
  options: { folder: { type: "string", default: "/var/tmp/promptr-image" }, keep: { type: "boolean", default: false } },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const folder = resolve(values.folder);
process.chdir(join(import.meta.dirname, ".."));
mkdirSync(folder, { recursive: true });

const commit = execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { encoding: "utf8" }).trim();
const stages = readDockerfile(readFileSync("Dockerfile", "utf8"));
const roots = new Map<string, string>();
let image: Built | undefined;
try {
  for (const [index, stage] of stages.entries()) {
    const name = stage.name ?? `stage-${index}`;
    const root = join(folder, name);
    rmSync(root, { recursive: true, force: true });
    say(`FROM ${stage.base} (a debootstrap root in its place)`);
    makeRoot(folder, name, stage.base);
    roots.set(name, root);
    image = await buildStage(stage, root, { COMMIT: commit }, roots, say);
  }
  const last = stages.at(-1);
  if (!image || !last) throw new Error("The Dockerfile has no stage");
  const home = mkdtempSync(join(tmpdir(), "promptr-image-home-"));
  const [uid = 0, gid = 0] = image.user.split(":").map(Number);
  chownSync(home, uid, gid);
  try {
    const words = (word: string): string[] => execFormOf(restsOf(last, word)[0] ?? "") ?? [];
    await tryImage(image, { command: words("CMD"), healthcheck: words("HEALTHCHECK"), commit, home }, say);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
} finally {
  if (!values.keep) for (const root of roots.values()) rmSync(root, { recursive: true, force: true });
}
