import { z } from "zod";
import { type Draft, EMPTY_DRAFT, PARTS } from "../../contract/draft.ts";
import { NewPrompt, PromptChanges } from "../prompts/index.ts";
import { partsInText } from "./markdown.ts";
import { Faults, refuse } from "./reading/faults.ts";
import { placeAt } from "./reading/promptr.ts";
import { splitFrontMatter, Yaml } from "./reading/yaml.ts";

const FOLDERS_DEEP_MAX = 100;
const { title, slug, description, category, tags, variables } = PromptChanges.shape;
const Parts = z.partialRecord(z.enum(PARTS), z.string());
const Matter = z.strictObject({
  title,
  slug,
  description,
  category,
  tags,
  folder: z.array(z.string().trim().min(1)).max(FOLDERS_DEEP_MAX).exactOptional(),
  model: PromptChanges.shape.selectedModel,
  variables,
  parts: Parts.exactOptional(),
  // What `writeMarkdown` tells people. It is of the moment it was written, so nobody acts on it.
  version: z.unknown().optional(),
  labels: z.unknown().optional(),
  isPublic: z.unknown().optional(),
  createdAt: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
});
type Told = "version" | "labels" | "isPublic" | "createdAt" | "updatedAt" | "parts";
/** What a file says; what it leaves out is absent. */
export type MarkdownFile = Omit<z.output<typeof Matter>, Told> & Draft & { readonly task: string };

const Texts = NewPrompt.pick({ role: true, task: true, context: true, requirements: true, style: true, output: true });

/** Reads what `writeMarkdown` writes, also written by hand. Throws `import_invalid` with every fault, by `place`. */
export function readMarkdown(text: string, place: string, reader: Yaml = new Yaml()): MarkdownFile {
  const plain = text.replaceAll("\r\n", "\n");
  const split = splitFrontMatter(plain) ?? { yaml: "", body: plain };
  const matter = split.yaml.trim() === "" ? {} : reader.read(split.yaml, place);
  if (matter === null) refuse(place, "not_yaml", "the front matter is no YAML that could be read");
  const parsed = Matter.safeParse(matter);
  const faults = new Faults();
  const collect = ({ issues }: z.ZodError): void => {
    for (const { path, code, message } of issues) faults.add(placeAt(place, path), code, message);
  };
  if (!parsed.success) collect(parsed.error);
  const { parts, version: _v, labels: _l, isPublic: _p, createdAt: _c, updatedAt: _u, ...said } = parsed.data ?? {};
  const body = split.body.trim();
  if (parts && body !== "") faults.add(place, "ambiguous", "has its parts in the front matter and a text below it");
  const draft = parts ? { ...EMPTY_DRAFT, ...parts } : partsInText(body);
  const given = Object.fromEntries(Object.entries(draft).filter(([, part]) => part !== null));
  const texts = Texts.safeParse(given);
  if (!texts.success) collect(texts.error);
  faults.throwAny();
  if (!texts.success || !parsed.success) throw new Error("Faults that were not thrown");
  return { ...said, ...EMPTY_DRAFT, ...texts.data };
}
