import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Account } from "./account.ts";
import { codeOf, EmbeddedPostgresError } from "./error.ts";
import { readOrNull } from "./files.ts";

/** The system allows 107 bytes on Linux and 103 on macOS for the whole path of a socket. */
const SOCKET_PATH_BYTES_MAX = 100;
export const PORT = 5432;

const REASONS: Partial<Record<string, string>> = {
  EEXIST: "is a file, not a folder",
  ENOTDIR: "lies below a file, not a folder",
  EACCES: "cannot be written to by this account",
  EPERM: "cannot be written to by this account",
  EROFS: "lies on a read-only disk",
  ENOSPC: "lies on a full disk",
};

/** Creates the home when it is missing and returns its one true path, so that two names of a home meet in one lock. */
export function openHome(path: string): string {
  const home = resolve(path);
  try {
    makeFolders(home);
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(home);
  } catch (cause) {
    const reason = REASONS[codeOf(cause)] ?? `cannot be used (${codeOf(cause)})`;
    throw new EmbeddedPostgresError(`PROMPTR_HOME ${home} ${reason}; choose another home`, { cause });
  }
}

/** Node's own recursive mkdir never returns for a path below /proc. */
function makeFolders(path: string): void {
  if (isFolder(path)) return;
  try {
    mkdirSync(path, { mode: 0o700 });
    return;
  } catch (error) {
    if (codeOf(error) === "EEXIST" && isFolder(path)) return;
    if (codeOf(error) !== "ENOENT" || isFolder(dirname(path))) throw error;
  }
  makeFolders(dirname(path));
  makeFolders(path);
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** A folder only we and Postgres can enter, which is what protects the socket: no password is asked there. */
export type SocketFolder = { readonly path: string; remove(): void };

/** The socket lives in the home, or in a short temporary folder the home remembers when its own path is too long. */
export function prepareSocketFolder(home: string, { owner }: Account): SocketFolder {
  const inside = join(home, "socket");
  if (fits(inside)) {
    mkdirSync(inside, { recursive: true, mode: 0o700 });
    secure(inside, owner);
    return { path: inside, remove: () => undefined };
  }
  const note = join(home, "socket-folder");
  const known = readOrNull(note);
  const path = known !== null && isPrivate(known, owner.uid) ? known : mkdtempSync(join(shortRoot(), "promptr-"));
  secure(path, owner);
  writeFileSync(note, path, { mode: 0o600 });
  const remove = () => {
    rmSync(path, { recursive: true, force: true });
    rmSync(note, { force: true });
  };
  return { path, remove };
}

/** Where the socket of a running server lies. */
export function socketFolderOf(home: string): string | null {
  const inside = join(home, "socket");
  return fits(inside) ? inside : readOrNull(join(home, "socket-folder"));
}

const fits = (folder: string) => Buffer.byteLength(join(folder, `.s.PGSQL.${PORT}`)) <= SOCKET_PATH_BYTES_MAX;

const shortRoot = () => (fits(join(tmpdir(), "promptr-123456")) ? tmpdir() : "/tmp");

function secure(folder: string, owner: Account["owner"]): void {
  chmodSync(folder, 0o700);
  if (process.geteuid?.() === 0) chownSync(folder, owner.uid, owner.gid);
}

/** A temporary folder may have been swept away and made anew by somebody else. */
function isPrivate(folder: string, uid: number): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
}
