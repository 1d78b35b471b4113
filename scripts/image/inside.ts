import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What an image says of the processes it runs. */
export type Settings = {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** `uid:gid`. */
  readonly user: string;
};

// As an engine does it: process 1 of its own, no new privileges, and nothing to write to but its home and /tmp.
const SEALED = `
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t proc proc "$1/proc"
mount -t tmpfs tmpfs "$1/tmp"
mount --bind "$4" "$1$2"
exec setpriv --no-new-privs chroot --userspec="$3" --groups="" "$1" /bin/sh -c 'cd "$0" && exec "$@"' "$2" `;
const OPEN = `
mount -t proc proc "$1/proc"
exec chroot --userspec="$3" "$1" /bin/sh -c 'cd "$0" && exec "$@"' "$2" `;

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Starts words inside a root; with `home`, a folder outside that stands for the only one they may write to. */
export function start(root: string, words: readonly string[], settings: Settings, home?: string): ChildProcess {
  const script = (home === undefined ? OPEN : SEALED) + words.map(quote).join(" ");
  const { env, folder, user } = settings;
  const inside = ["sh", "-euc", script, "sh", root, folder, user, home ?? ""];
  return spawn("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--", ...inside], {
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export type Ended = { readonly code: number | null; readonly output: string };

/** Follows what was started to its end. */
export function finish(child: ChildProcess): Promise<Ended> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => void (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** The process that is number 1 inside, by its number outside. */
export const firstOf = ({ pid }: ChildProcess): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]);
