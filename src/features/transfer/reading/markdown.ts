import { readMarkdown } from "../markdown-reading.ts";
import { barePrompt, bareVersion, type Found } from "./found.ts";
import type { Losses } from "./losses.ts";
import { isTable, tableOf } from "./values.ts";
import type { Yaml } from "./yaml.ts";

/** Front matter with a slug is ours: nobody else's prompts have one. */
export const looksLikeMarkdown = (matter: unknown): boolean =>
  isTable(matter) && typeof matter["slug"] === "string" && matter["input"] === undefined;

/** A file of `GET /prompts/export?format=markdown`: one prompt as it was. Its name is the slug of one that does not say its own. */
export function readMarkdownFile(
  { text, matter, yaml }: { readonly text: string; readonly matter: unknown; readonly yaml: Yaml },
  place: string,
  name: string | null,
  losses: Losses,
): Found {
  const file = readMarkdown(text, place, yaml);
  const { role, task, context, requirements, style, output } = file;
  const slug = file.slug ?? name?.replaceAll(/%2F/gi, "/") ?? "";
  const labels = Object.keys(tableOf(tableOf(matter)["labels"]));
  if (labels.length > 0) losses.add(place, "its labels", "they stand on versions, of which the file has one");
  const version = {
    ...bareVersion(place, { role, task, context, requirements, style, output }),
    selectedModel: file.model ?? null,
    variables: file.variables ?? [],
  };
  const prompt = {
    ...barePrompt(place, file.title ?? slug, version),
    identity: { slug },
    description: file.description ?? null,
    category: file.category ?? null,
    tags: file.tags ?? [],
    folder: file.folder ?? [],
  };
  return { prompts: [prompt], folders: [] };
}
