import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { Refusal } from "../out.ts";

/** The longest prompt there can be, with every character escaped. */
const FILE_BYTES_MAX = 2_000_000;
/** What a run writes before it has its name; the number is the process. */
const DRAFT = /^\.promptr-(\d+)\.tmp$/;

/** Null for what is not there. */
export const orMissing = (error: unknown): null => {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
};

/** The path as others may have laid it out: below here all the way, elsewhere only its last part. */
function laidOut(path: string): { base: string; rest: string } {
  const here = process.cwd();
  const rest = relative(here, path);
  const isBelow = !isAbsolute(rest) && !rest.startsWith("..");
  return isBelow ? { base: here, rest } : { base: dirname(path), rest: basename(path) };
}

/** Throws where a link leads out of a checkout: who wrote it would choose what is read, and what is written over. */
export async function requireOwn(folder: string): Promise<void> {
  const { base, rest } = laidOut(folder);
  const real = await realpath(folder).catch(orMissing);
  if (real !== null && real !== join(await realpath(base), rest))
    throw new Refusal(`${folder} is behind a symbolic link: links are neither read nor written`);
}

/** Reads a file, null when there is none; throws for what is no plain file: a link may lead anywhere. */
export async function readPlain(path: string): Promise<string | null> {
  const found = await lstat(path).catch(orMissing);
  if (found === null) return null;
  if (found.isSymbolicLink()) throw new Refusal(`${path} is a symbolic link: links are neither read nor written`);
  if (!found.isFile()) throw new Refusal(`${path} is no file`);
  // Without following a link that took the file's place since it was looked at.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    if (size > FILE_BYTES_MAX) throw new Refusal(`${path} is larger than ${FILE_BYTES_MAX} bytes`);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

/** Writes a file as a whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.promptr-${process.pid}.tmp`);
  await rm(draft, { force: true });
  const how = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(draft, how, 0o644);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** Makes a folder that is none of a link's, and clears away what a run that was killed had begun to write there. */
export async function prepareFolder(folder: string): Promise<void> {
  await requireOwn(folder);
  await mkdir(folder, { recursive: true });
  await requireOwn(folder); // it was made behind a link
  for (const name of await readdir(folder)) {
    const pid = Number(DRAFT.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) await rm(join(folder, name), { force: true });
  }
}
