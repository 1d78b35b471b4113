import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { bundleLoader, bundleParts, ROOT } from "./bundle.ts";

/** The name Node looks for in its own file, and the mark that says it is there (Node's documentation of single executables). */
const BLOB = "NODE_SEA_BLOB";
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const SWAGGER = [
  "package.json",
  "swagger-ui.css",
  "swagger-ui-bundle.js",
  "swagger-ui-standalone-preset.js",
  "favicon-32x32.png",
];
const require = createRequire(import.meta.url);

/** The commit that is checked out, marked when files differ from it; "unknown" outside a checkout. */
export function commitHere(): string {
  const git = (...words: string[]): string =>
    execFileSync("git", words, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const hash = git("rev-parse", "--short=12", "HEAD");
    return git("status", "--porcelain", "--untracked-files=no") === "" ? hash : `${hash}+changes`;
  } catch {
    return "unknown";
  }
}

const PACKED = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

/** Every file the program reads of itself, by the key it asks for; those made here lie in `work`. */
function assetsOf(work: string, commit: string, parts: ReadonlyMap<string, string>): Record<string, string> {
  const write = (name: string, content: string | Buffer): string => {
    const path = join(work, name);
    writeFileSync(path, content);
    return path;
  };
  const made = (name: string, content: unknown): string => write(name, JSON.stringify(content));
  const packed = [...parts].map(([name, code], index) => [
    `parts/${name}`,
    write(`part-${index}.zst`, zstdCompressSync(code, PACKED)),
  ]);
  const sql = readdirSync(join(ROOT, "migrations"))
    .filter((file) => file.endsWith(".sql"))
    .sort();
  const migrations = sql.filter((file) => file !== "roles.sql");
  const swagger = dirname(require.resolve("swagger-ui-dist/package.json"));
  return {
    ...Object.fromEntries(packed),
    "package.json": join(ROOT, "package.json"),
    "build.json": made("build.json", { commit }),
    "migrations/index.json": made("migrations.json", migrations),
    ...Object.fromEntries(sql.map((file) => [`migrations/${file}`, join(ROOT, "migrations", file)])),
    ...Object.fromEntries(SWAGGER.map((file) => [`swagger-ui-dist/${file}`, join(swagger, file)])),
  };
}

/** As `npm start` runs it: a smaller young generation saves 35 MB of idle memory, and src/cli/rest.ts gives back another 20. */
const NODE_FLAGS = ["--max-semi-space-size=8", "--heap-growing-percent=100", "--expose-gc"];

/** Makes `promptr` in a folder that is there, of the Node that runs this, and returns its path. Equal sources give equal bytes. */
export async function makeExecutable(folder: string, commit: string): Promise<string> {
  const work = mkdtempSync(join(folder, "work-"));
  writeFileSync(join(work, "loader.cjs"), await bundleLoader());
  const settings = join(work, "sea.json");
  // Names without a folder: where it was built must not be told by the bytes.
  const files = { main: "loader.cjs", output: "promptr.blob" };
  // No snapshot and no code cache: both differ from build to build, and who verifies a release wants the same bytes.
  const fixed = { disableExperimentalSEAWarning: true, useCodeCache: false, execArgv: NODE_FLAGS };
  writeFileSync(settings, JSON.stringify({ ...fixed, ...files, assets: assetsOf(work, commit, await bundleParts()) }));
  execFileSync(process.execPath, ["--experimental-sea-config", settings], { cwd: work, stdio: "ignore" });
  const made = join(work, "promptr");
  copyFileSync(process.execPath, made);
  const postject = join(dirname(require.resolve("postject/package.json")), "dist/cli.js");
  // A process of its own, whose warnings about sections of Node's file say nothing.
  execFileSync(process.execPath, [postject, made, BLOB, join(work, files.output), "--sentinel-fuse", FUSE], {
    stdio: "ignore",
  });
  // A copy, as an installation makes one: of a file that was written in one piece, as postject does, Linux keeps more in memory.
  const executable = join(folder, "promptr");
  copyFileSync(made, executable);
  chmodSync(executable, 0o755);
  rmSync(work, { recursive: true });
  return executable;
}
