import { z } from "zod";
import type { Draft } from "../../../contract/draft.ts";
import type { Found, FoundPrompt } from "./found.ts";
import { invalid, refuse } from "./faults.ts";
import { isTable } from "./values.ts";

/** Moves when a reader of the file would have to be changed. */
export const FILE_VERSION = 1;
export const FILE_FORMAT = "promptr";
const FOLDERS_MAX = 10_000;
const DEPTH_MAX = 100;
const HISTORY_MAX = 10_000;

const text = z.string().nullable().default(null);
const path = z.array(z.string()).max(DEPTH_MAX);
const version = z.strictObject({
  version: z.int().min(1),
  /** For people and tools that compare files; what counts is the content. */
  contentHash: z.string().optional(),
  role: text,
  task: z.string(),
  context: text,
  requirements: text,
  style: text,
  output: text,
  selectedModel: text,
  variables: z.array(z.record(z.string(), z.unknown())).default([]),
  message: text,
  createdAt: text,
});
const move = z.strictObject({
  label: z.string(),
  from: z.int().min(1).nullable(),
  to: z.int().min(1).nullable(),
  revision: z.int().min(1),
  reason: text,
  undoes: z.int().min(1).nullable().default(null),
  createdAt: z.iso.datetime(),
});
const prompt = z.strictObject({
  slug: z.string(),
  title: z.string(),
  description: text,
  category: text,
  tags: z.array(z.string()).default([]),
  folder: path.default([]),
  enrichedPrompt: text,
  isPublic: z.boolean().default(false),
  createdAt: text,
  versions: z.array(version).min(1),
  labels: z.array(z.strictObject({ label: z.string(), version: z.int().min(1) })).default([]),
  labelHistory: z.array(move).max(HISTORY_MAX).default([]),
});
/** Our own file, as `GET /prompts/export` writes it. */
const File = z.strictObject({
  format: z.literal(FILE_FORMAT),
  version: z.literal(FILE_VERSION),
  folders: z.array(path.min(1)).max(FOLDERS_MAX).default([]),
  prompts: z.array(prompt),
});

/** `content.prompts[3].task`, as JavaScript would reach it. */
export const placeAt = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, key) => (typeof key === "number" ? `${place}[${key}]` : `${place}.${String(key).slice(0, 100)}`),
    root,
  );

/** Labels and history name versions by their numbers in the file, which may be a part of a longer history. */
function toPrompt(given: z.output<typeof prompt>, place: string): FoundPrompt {
  const { slug, labels, labelHistory, ...said } = given;
  const indexes = new Map(given.versions.map(({ version }, index) => [version, index]));
  if (given.versions.some(({ version }, index) => index > 0 && version <= (given.versions[index - 1]?.version ?? 0)))
    refuse(`${place}.versions`, "not_in_order", "must be numbered upwards, oldest first");
  const countOf = (number: number, at: string): number => {
    const index = indexes.get(number);
    return index === undefined ? refuse(at, "unknown_version", "is none of the versions in the file") : index + 1;
  };
  return {
    ...said,
    place,
    identity: { slug },
    versions: given.versions.map((one, index) => {
      const { role, task, context, requirements, style, output, selectedModel, variables, message, createdAt } = one;
      const parts: Draft = { role, task, context, requirements, style, output };
      return { place: `${place}.versions[${index}]`, parts, selectedModel, variables, message, createdAt };
    }),
    labels: labels.map(({ label, version }, index) => ({
      label,
      version: countOf(version, `${place}.labels[${index}].version`),
    })),
    history: labelHistory.map(({ from, to, ...move }, index) => ({
      ...move,
      from: from === null ? null : countOf(from, `${place}.labelHistory[${index}].from`),
      to: to === null ? null : countOf(to, `${place}.labelHistory[${index}].to`),
    })),
  };
}

export const looksLikePromptr = (content: unknown): boolean => isTable(content) && content["format"] === FILE_FORMAT;

/** Our own export, also one that was written by hand: what may be empty may be absent. */
export function readPromptr(content: unknown, root: string): Found {
  const parsed = File.safeParse(content);
  if (!parsed.success)
    throw invalid(parsed.error.issues.map(({ path, code, message }) => ({ path: placeAt(root, path), code, message })));
  const { prompts, folders } = parsed.data;
  return { prompts: prompts.map((one, index) => toPrompt(one, `${root}.prompts[${index}]`)), folders };
}
