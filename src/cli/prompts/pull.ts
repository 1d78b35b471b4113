import {
  type PromptrClient,
  PromptrError,
  PromptrUnreachable,
  type ResolvedPrompt,
  type VariableOutput,
} from "../../client/index.ts";
import { composePrompt, type Draft } from "../../contract/draft.ts";
import { fileNameOf, writeMarkdown } from "../../features/transfer/index.ts";
import { Refusal } from "../out.ts";
import { BUNDLE_FILE, Folder, requireSlug } from "./folder.ts";

/** `GET /prompts/export`, as far as it is read here. */
type ExportedVersion = Draft & {
  readonly version: number;
  readonly task: string;
  readonly contentHash: string;
  readonly selectedModel: string;
  readonly variables: VariableOutput[];
};
type Exported = {
  readonly slug: string;
  readonly title: string;
  readonly description: string | null;
  readonly category: string;
  readonly tags: readonly string[];
  readonly folder: readonly string[];
  readonly isPublic: boolean;
  readonly createdAt: string;
  readonly labels: readonly { readonly label: string; readonly version: number }[];
  readonly versions: readonly ExportedVersion[];
};
type Listed = { readonly id: string; readonly updatedAt: string };

export type Pulled = {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of prompts the server does not have: they are left alone. */
  readonly others: readonly string[];
  readonly bundle: string;
};

const PAGE = 100;
/** A file has no time of its own to arrive in; a server that stalls must not hold up a build for ever. */
const DOWNLOAD_MS = 10 * 60_000;

async function download(client: PromptrClient): Promise<Exported[]> {
  const signal = AbortSignal.timeout(DOWNLOAD_MS);
  try {
    const { data } = await client.prompts.exportPrompts({ query: { format: "json" } }, { signal });
    return ((await data.json()) as { prompts: Exported[] }).prompts;
  } catch (error) {
    if (error instanceof PromptrError || error instanceof PromptrUnreachable) throw error;
    throw new Refusal(`The export did not arrive whole, and nothing was written: ${String(error)}`);
  }
}

async function readExport(client: PromptrClient): Promise<{ prompts: Exported[]; listed: Map<string, Listed> }> {
  const prompts = await download(client);
  for (const { slug } of prompts) requireSlug(slug);
  // The export holds no ids: it means the same wherever it is imported.
  const listed = new Map<string, Listed>();
  for await (const { slug, id, updatedAt } of client.prompts.listPromptsAll({
    query: { limit: PAGE, sort: "createdAt" },
  }))
    listed.set(slug, { id, updatedAt });
  return { prompts, listed };
}

function markdownOf(prompt: Exported, head: ExportedVersion, { updatedAt }: Listed): string {
  const { slug, title, description, category, tags, folder, isPublic, createdAt } = prompt;
  const { role, task, context, requirements, style, output, selectedModel: model, variables, version } = head;
  const labels = Object.fromEntries(prompt.labels.map((one) => [one.label, one.version]));
  const fields = { title, slug, description, category, tags, folder, model, variables };
  const parts = { role, task, context, requirements, style, output };
  return writeMarkdown({ ...fields, ...parts }, { version, labels, isPublic, createdAt, updatedAt });
}

function resolvedOf({ slug, title }: Exported, one: ExportedVersion, id: string, label: string | null): ResolvedPrompt {
  const {
    version,
    role,
    task,
    context,
    requirements,
    style,
    output,
    selectedModel: model,
    variables,
    contentHash,
  } = one;
  const parts = { role, task, context, requirements, style, output };
  return { id, slug, title, version, label, ...parts, rawPrompt: composePrompt(one), model, variables, contentHash };
}

/** The newest version, and those with a label: what programs ask for by name. No times, so equal prompts are equal files. */
function bundleOf({ prompts, listed }: Awaited<ReturnType<typeof readExport>>): string {
  const entries = prompts.flatMap((prompt) => {
    const { slug, versions, labels } = prompt;
    const id = listed.get(slug)?.id;
    const head = versions.at(-1);
    if (id === undefined || !head) return [];
    const labelled = labels.flatMap(({ label, version }) => {
      const one = versions.find((candidate) => candidate.version === version);
      return one ? [{ slug, label, prompt: resolvedOf(prompt, one, id, label) }] : [];
    });
    return [{ slug, label: null, prompt: resolvedOf(prompt, head, id, null) }, ...labelled];
  });
  return `${JSON.stringify({ format: "promptr-bundle", version: 1, prompts: entries }, null, 1)}\n`;
}

/** Writes what the server has; the bundle last, when all it was made of is there. */
export async function pull(client: PromptrClient, dir: string): Promise<Pulled> {
  const folder = new Folder(dir);
  const read = await readExport(client);
  await folder.prepare();
  const files = read.prompts.flatMap((prompt) => {
    const head = prompt.versions.at(-1);
    const listed = read.listed.get(prompt.slug);
    return head && listed ? [{ name: fileNameOf(prompt.slug), text: markdownOf(prompt, head, listed) }] : [];
  });
  const [written, unchanged]: [string[], string[]] = [[], []];
  for (const { name, text } of files) ((await folder.write(name, text)) ? written : unchanged).push(name);
  await folder.write(BUNDLE_FILE, bundleOf(read));
  const known = new Set(files.map(({ name }) => name));
  const others = (await folder.names()).filter((name) => !known.has(name));
  return { written, unchanged, others, bundle: BUNDLE_FILE };
}
