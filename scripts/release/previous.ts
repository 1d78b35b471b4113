import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

const git = (...words: string[]): string =>
  execFileSync("git", words, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();

export const migrationFiles = (root: string): string[] =>
  readdirSync(join(root, "migrations"))
    .filter((file) => /^\d{4}-[a-z-]+\.sql$/.test(file))
    .sort();

function attempt(ask: () => string): string | null {
  try {
    return ask() || null;
  } catch {
    return null; // no git, no history, or no tag
  }
}

/**
 * The commit of the release before this one: the newest `v…` tag behind the commit that is checked out, or, before there
 * are any, the state of the main line before it had the newest migration. Null without a history.
 */
export function previousRelease(): string | null {
  const tag = attempt(() => git("describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^"));
  if (tag !== null) return attempt(() => git("rev-parse", `${tag}^{commit}`));
  const newest = `migrations/${migrationFiles(ROOT).at(-1)}`;
  const added = [
    "log",
    "-1",
    "--first-parent",
    "--diff-merges=first-parent",
    "--diff-filter=A",
    "--no-patch",
    "--format=%H",
  ];
  const commit = attempt(() => git(...added, "--", newest));
  return commit === null ? null : attempt(() => git("rev-parse", "--verify", `${commit}^1`));
}

/** Whether a program can say for itself that a newer database is fit for it (decision 0036). */
export const knowsNewerDatabases = (folder: string): boolean => existsSync(join(folder, "src/db/ledger.ts"));

/** Puts the files of a commit into a folder, with the packages of this checkout. */
export function checkOut(commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync("sh", ["-c", 'git archive "$0" | tar -x -C "$1"', commit, folder], { cwd: ROOT });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

type Locked = {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dependencies?: Readonly<Record<string, string>> }>
  >;
};
const lockOf = (root: string): Locked => JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Locked;

/**
 * Packages it needs to run that are not installed here: this version has left them behind, or has another major version of
 * them. Minor versions and patches may differ: who promises to keep what worked is believed.
 */
export function lackedPackages(folder: string): string[] {
  const [theirs, ours] = [lockOf(folder).packages, lockOf(ROOT).packages];
  const majorOf = (packages: Locked["packages"], name: string): string | undefined =>
    packages[`node_modules/${name}`]?.version?.split(".")[0];
  const needed = Object.keys(theirs[""]?.dependencies ?? {});
  return needed.filter((name) => {
    const major = majorOf(ours, name);
    return major === undefined || major !== majorOf(theirs, name);
  });
}

/** Installs the packages of a checkout, beside it instead of those of this one. */
export function installPackages(folder: string): void {
  rmSync(join(folder, "node_modules"));
  execFileSync("npm", ["ci"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}

/** Gives a checkout the migrations of this one, so that what migrates there makes today's schema. Returns those it lacked. */
export function giveMigrations(folder: string): string[] {
  const before = new Set(migrationFiles(folder));
  for (const file of [...migrationFiles(ROOT), "roles.sql"])
    copyFileSync(join(ROOT, "migrations", file), join(folder, "migrations", file));
  return migrationFiles(ROOT).filter((file) => !before.has(file));
}
