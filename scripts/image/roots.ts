import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const run = (program: string, ...words: string[]): void =>
  void execFileSync(program, words, { stdio: ["ignore", "ignore", "inherit"] });
const read = (program: string, ...words: string[]): string => execFileSync(program, words, { encoding: "utf8" }).trim();

type Archive = { readonly uri: string; readonly suite: string };

/** Where this machine gets a release of Debian from, its updates included, as its own apt is set up. */
function archivesOf(release: string): Archive[] {
  const form = "$(REPO_URI) $(RELEASE) $(COMPONENT)";
  const lines = read("apt-get", "indextargets", "--format", form, "Created-By: Packages").split("\n");
  const archives = [...new Set(lines)].flatMap((line) => {
    const [uri = "", suite = "", component] = line.split(" ");
    return component === "main" && (suite === release || suite.startsWith(`${release}-`)) ? [{ uri, suite }] : [];
  });
  if (!archives.some(({ suite }) => suite === release)) throw new Error(`This machine's apt knows no ${release}`);
  return archives;
}

/** How the inside reaches the network: names, certificates, and where packages come from. */
function connect(root: string, archives: readonly Archive[]): void {
  cpSync("/etc/resolv.conf", join(root, "etc/resolv.conf"), { dereference: true });
  cpSync("/etc/hosts", join(root, "etc/hosts"));
  mkdirSync(join(root, "etc/ssl/certs"), { recursive: true });
  const certificates = "/etc/ssl/certs/ca-certificates.crt";
  if (existsSync(certificates)) cpSync(certificates, join(root, certificates), { dereference: true });
  const lines = archives.map(({ uri, suite }) => `deb ${uri} ${suite} main\n`);
  writeFileSync(join(root, "etc/apt/sources.list"), lines.join(""));
}

/** A Debian as the slim images have it, made once in `folder` and kept there. */
function debian(folder: string, release: string): string {
  const root = join(folder, `debian-${release}`);
  if (existsSync(join(root, "ready"))) return root;
  const archives = archivesOf(release);
  const { uri = "" } = archives.find(({ suite }) => suite === release) ?? {};
  run("debootstrap", "--variant=minbase", release, root, uri);
  connect(root, archives);
  writeFileSync(join(root, "ready"), "");
  return root;
}

/** What the official Node image adds: Node, npm, and the libraries they need. */
function addNode(root: string, version: string): void {
  if (version !== process.versions.node) throw new Error(`The image wants Node ${version}, this is ${process.version}`);
  run("chroot", root, "apt-get", "update", "-qq");
  run("chroot", root, "apt-get", "install", "-qq", "--no-install-recommends", "libatomic1", "libstdc++6");
  cpSync(realpathSync(process.execPath), join(root, "usr/local/bin/node"));
  const npm = dirname(dirname(realpathSync(read("sh", "-c", "command -v npm"))));
  cpSync(npm, join(root, "usr/local/lib/node_modules/npm"), { recursive: true, dereference: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(root, "usr/local/bin/npm"));
}

const BASES = /^(?:debian:(?<debian>[a-z]+)-\d{8}-slim|node:(?<version>[\d.]+)-(?<node>[a-z]+)-slim)$/;

/** A folder that holds what the image of this tag would, as far as this machine's Debian mirror and npm go. */
export function makeRoot(folder: string, stage: string, base: string): string {
  const found = BASES.exec(base)?.groups;
  const release = found?.["debian"] ?? found?.["node"];
  if (release === undefined) throw new Error(`Do not know how to make ${base} without an engine`);
  const root = join(folder, stage);
  run("cp", "-a", debian(folder, release), root);
  if (found?.["version"] !== undefined) addNode(root, found["version"]);
  return root;
}

/** What `.dockerignore` lets through: ours keeps everything out and names what comes in. */
export function isLetThrough(path: string): boolean {
  const [all, ...rules] = readFileSync(".dockerignore", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (all !== "*") throw new Error(".dockerignore is expected to begin with *");
  return rules.some((rule) => rule === `!${path}` || path.startsWith(`${rule.slice(1)}/`));
}
