import { isDeepStrictEqual } from "node:util";
import { PARTS } from "../../contract/draft.ts";
import { canonicalVariable } from "../../contract/variable.ts";
import { NewPrompt } from "../../features/prompts/index.ts";
import type { MarkdownFields } from "../../features/transfer/index.ts";
import type { PromptFile } from "./folder.ts";
import type { ServerPrompt } from "./server.ts";

export type Creation = {
  readonly action: "create";
  readonly slug: string;
  readonly file: PromptFile;
  readonly after: MarkdownFields;
};
export type Update = {
  readonly action: "update";
  readonly slug: string;
  readonly before: ServerPrompt;
  readonly after: MarkdownFields;
  /** Names of what differs. */
  readonly fields: readonly Field[];
};
export type Removal = { readonly action: "delete"; readonly slug: string; readonly before: ServerPrompt };
export type Step = Creation | Update | Removal;
export type Plan = {
  /** In the order they are done: what is new, what differs, and at last what goes. */
  readonly steps: readonly Step[];
  readonly unchanged: readonly string[];
  /** Only on the server, and left alone. */
  readonly others: readonly string[];
};

const FIELDS = ["title", "description", "category", "tags", "folder", "model", "variables", ...PARTS] as const;
export type Field = (typeof FIELDS)[number];

/** What the server makes of a prompt whose file says no more than its text. */
function unsaid(slug: string) {
  const { category, tags, variables, selectedModel: model } = NewPrompt.parse({ title: slug, task: slug });
  return { title: slug, description: null, folder: [], category, tags, variables, model };
}

type Beside = Omit<MarkdownFields, "slug" | (typeof PARTS)[number]>;
/** The file's wishes over what is there: what it leaves out stays. */
function wanted(file: PromptFile, base: Beside): MarkdownFields {
  const { slug, title = base.title, description = base.description, category = base.category, tags = base.tags } = file;
  const { folder = base.folder, model = base.model, variables = base.variables } = file;
  const { role, task, context, requirements, style, output } = file;
  const parts = { role, task, context, requirements, style, output };
  return {
    slug,
    title,
    description,
    category,
    tags,
    folder,
    model,
    variables: variables.map(canonicalVariable),
    ...parts,
  };
}

function stepOf(file: PromptFile, before: ServerPrompt | undefined): Creation | Update | null {
  if (!before) return { action: "create", slug: file.slug, file, after: wanted(file, unsaid(file.slug)) };
  const after = wanted(file, before);
  const was = { ...before, variables: before.variables.map(canonicalVariable) };
  const fields = FIELDS.filter((field) => !isDeepStrictEqual(after[field], was[field]));
  return fields.length > 0 ? { action: "update", slug: file.slug, before, after, fields } : null;
}

/** What it takes to make the server what the files are. Pure. */
export function planOf(files: readonly PromptFile[], server: ReadonlyMap<string, ServerPrompt>, prune: boolean): Plan {
  const steps = files.map((file) => stepOf(file, server.get(file.slug)));
  const known = new Set(files.map(({ slug }) => slug));
  const others = [...server.values()].filter(({ slug }) => !known.has(slug)).sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const made = steps.filter((step) => step?.action === "create");
  const changed = steps.filter((step) => step?.action === "update");
  const removed = prune ? others.map((before): Removal => ({ action: "delete", slug: before.slug, before })) : [];
  return {
    steps: [...made, ...changed, ...removed],
    unchanged: files.filter((_file, at) => steps[at] === null).map(({ slug }) => slug),
    others: prune ? [] : others.map(({ slug }) => slug),
  };
}

const SIGN = { create: "+", update: "~", delete: "-" } as const;

/** The plan for people, one line a step. */
export function describePlan({ steps, unchanged }: Plan): string {
  const lines = steps.map((step) =>
    [`${SIGN[step.action]} ${step.slug}`, ...(step.action === "update" ? [`(${step.fields.join(", ")})`] : [])].join(
      "  ",
    ),
  );
  const count = (action: Step["action"]): number => steps.filter((step) => step.action === action).length;
  const sum = `${count("create")} to create, ${count("update")} to change, ${count("delete")} to delete, ${unchanged.length} as they are`;
  return `${[...lines, sum].join("\n")}\n`;
}

/** The plan for programs: no texts, which the files have. */
export const planData = ({ steps, unchanged, others }: Plan): object => ({
  steps: steps.map((step) => ({
    action: step.action,
    slug: step.slug,
    ...(step.action === "update" && { fields: step.fields, from: step.before.version }),
  })),
  unchanged,
  others,
});
