import { readdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileNameOf, type MarkdownFile, readMarkdown, slugOfFileName } from "../../features/transfer/index.ts";
import { Refusal } from "../out.ts";
import { orMissing, prepareFolder, readPlain, requireOwn, writeWhole } from "./plain-files.ts";

const FILES_MAX = 10_000;
const ENDING = ".md";
export const BUNDLE_FILE = "promptr-bundle.json";
/** As the server has it; a server that says otherwise is none of ours, or means ill. */
const SLUG = /^[a-z0-9](?:[a-z0-9._/-]{0,118}[a-z0-9])?$/;
const FILE_NAME = /^[a-z0-9](?:[a-z0-9._-]|%2F)*\.(?:md|json)$/;

export type PromptFile = MarkdownFile & { readonly slug: string; readonly file: string };

/** Throws for a slug of the server's that could be anything else: the name of a file, or a command to a terminal. */
export function requireSlug(slug: string): void {
  if (!SLUG.test(slug)) throw new Refusal(`The server has a slug that is none: ${JSON.stringify(slug.slice(0, 200))}`);
}

/** The folder of prompt files; nothing outside of it is ever read or written. */
export class Folder {
  readonly path: string;
  constructor(path: string) {
    this.path = resolve(path);
  }

  /** Makes the folder where there is none; before the first `write`. */
  prepare(): Promise<void> {
    return prepareFolder(this.path);
  }

  /** Writes a file as a whole or not at all; false when it was so already. */
  async write(name: string, text: string): Promise<boolean> {
    const path = join(this.path, name);
    if (!FILE_NAME.test(name) || dirname(path) !== this.path)
      throw new Refusal(`${JSON.stringify(name)} is no name of a file here`);
    if ((await readPlain(path)) === text) return false;
    await writeWhole(path, text);
    return true;
  }

  /** The names of the Markdown files, sorted; throws when there is no such folder. */
  async names(): Promise<string[]> {
    const all = await readdir(this.path).catch(orMissing);
    if (all === null) throw new Refusal(`There is no folder ${this.path}: promptr prompts pull makes one`);
    const names = all.filter((name) => name.endsWith(ENDING)).sort();
    if (names.length > FILES_MAX) throw new Refusal(`${this.path} has more than ${FILES_MAX} files`);
    return names;
  }

  /** Throws when a folder below holds prompts: nobody would miss them here until `--prune` deletes them there. */
  async #requireFlat(): Promise<void> {
    const all = await readdir(this.path, { recursive: true, withFileTypes: true });
    const hidden = all.find(({ name, parentPath }) => name.endsWith(ENDING) && resolve(parentPath) !== this.path);
    if (!hidden) return;
    const place = relative(this.path, join(hidden.parentPath, hidden.name));
    throw new Refusal(`${place} is not read: its name here is ${place.replaceAll(/[/\\]/g, "%2F")}`);
  }

  /** Reads prompts, all of them or those that were named. Throws with the first file that is none. */
  async read(only: readonly string[]): Promise<PromptFile[]> {
    await requireOwn(this.path);
    const names = only.length > 0 ? [...new Set(only.map((path) => this.#named(path)))] : await this.names();
    if (only.length === 0) await this.#requireFlat();
    const files = new Map<string, PromptFile>();
    for (const name of names) {
      const text = await readPlain(join(this.path, name));
      if (text === null) throw new Refusal(`There is no file ${join(this.path, name)}`);
      const file = toFile(name, text);
      if (files.has(file.slug)) throw new Refusal(`${name} has the slug ${file.slug}, which another file has as well`);
      files.set(file.slug, file);
    }
    return [...files.values()];
  }

  /** A file as it was named on the command line: by its slug, its name, or the way to it. */
  #named(given: string): string {
    if (given.endsWith(ENDING)) {
      const path = dirname(given) === "." ? join(this.path, given) : resolve(given);
      if (dirname(path) !== this.path) throw new Refusal(`${given} is not in ${this.path}`);
      return basename(path);
    }
    return fileNameOf(given);
  }
}

function toFile(file: string, text: string): PromptFile {
  const read = readMarkdown(text, file);
  const slug = read.slug ?? slugOfFileName(file) ?? "";
  if (!SLUG.test(slug))
    throw new Refusal(`${file}: ${JSON.stringify(slug)} is no slug: name the file, or say slug: in it`);
  return { ...read, slug, file };
}
