import { breather } from "../breather.ts";
import type { Format, Found } from "./found.ts";
import type { Losses } from "./losses.ts";
import { looksLikePromptfoo } from "./promptfoo.ts";
import { readOne, Views } from "./read.ts";
import { isTable } from "./values.ts";
import { Yaml } from "./yaml.ts";

type Wanted = Format | "auto";
type Files = Readonly<Record<string, unknown>>;
export type Read = { readonly formats: readonly Format[]; readonly found: Found };

const ENDING = /(?:\.prompt)?\.(?:ya?ml|json|csv|prompt|md|txt)$|\.prompt$/i;
const isMaterial = (name: string): boolean => /\.(?:txt|j2|md)$/i.test(name);
const NAME_SHOWN_MAX = 200;

function viewsOf(files: Files, root: string): { name: string; views: Views }[] {
  const texts = Object.entries(files).map(
    ([name, content]) => [name.replaceAll("\\", "/").replace(/^\.?\//, ""), content] as const,
  );
  const beside = new Map(texts.flatMap(([name, text]) => (typeof text === "string" ? [[name, text] as const] : [])));
  const yaml = new Yaml();
  return texts.map(([path, content]) => {
    const name = path.split("/").at(-1)?.replace(ENDING, "") ?? null;
    const here = `${root}.files[${JSON.stringify(path.slice(0, NAME_SHOWN_MAX))}]`;
    return { name: path, views: new Views({ content, root: here, name, beside, yaml }) };
  });
}

/** Several files by name, as they lie in a folder: each is read for itself, and folders become folders. */
async function readMany(
  files: Files,
  root: string,
  wanted: Wanted,
  losses: Losses,
  signal: AbortSignal,
): Promise<Read> {
  const all = viewsOf(files, root);
  const breath = breather(signal);
  let hasConfig = false;
  for (const { views } of all) {
    hasConfig ||= looksLikePromptfoo(views.value);
    await breath();
  }
  const formats = new Set<Format>();
  const prompts: Found["prompts"][number][] = [];
  const folders: Found["folders"][number][] = [];
  for (const { name, views } of all) {
    // What a config of promptfoo names is read with the config.
    if (hasConfig && isMaterial(name)) continue;
    const { format, found } = readOne(views, wanted, losses);
    const path = name.split("/").filter((segment) => segment !== "");
    formats.add(format);
    folders.push(...found.folders);
    for (const prompt of found.prompts) {
      const hasPlace = prompt.folder.length > 0 || format === "promptr";
      prompts.push(hasPlace ? prompt : { ...prompt, folder: path.slice(0, -1) });
    }
    await breath();
  }
  return { formats: [...formats], found: { prompts, folders } };
}

/** Reads what was sent: one file, or `{files: {name: text}}`. Throws `import_invalid`. */
export async function read(content: unknown, wanted: Wanted, losses: Losses, signal: AbortSignal): Promise<Read> {
  const root = "content";
  if (isTable(content) && isTable(content["files"]) && Object.keys(content).length === 1)
    return readMany(content["files"], root, wanted, losses, signal);
  const views = new Views({ content, root, name: null, beside: new Map(), yaml: new Yaml() });
  const { format, found } = readOne(views, wanted, losses);
  return { formats: [format], found };
}
