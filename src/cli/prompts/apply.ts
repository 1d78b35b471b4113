import { PromptrError, type PromptrClient } from "../../client/index.ts";
import { PARTS } from "../../contract/draft.ts";
import type { MarkdownFields } from "../../features/transfer/index.ts";
import type { Plan, Step, Update } from "./plan.ts";
import type { Server } from "./server.ts";
import { StepRefused } from "./step-refused.ts";

export type Done = {
  readonly action: "created" | "updated" | "deleted";
  readonly slug: string;
  /** Of the prompt afterwards; null when it is gone. */
  readonly version: number | null;
};

/** Variables as the API takes them; the file's own lists are read only. */
const contentOf = ({ variables, tags }: MarkdownFields) => ({
  tags: [...tags],
  variables: variables.map(({ values, ...rest }) => ({ ...rest, ...(values && { values: [...values] }) })),
});

async function create(client: PromptrClient, { folders }: Server, after: MarkdownFields): Promise<number> {
  const { slug, title, description, category, model: selectedModel, folder } = after;
  const { role, task, context, requirements, style, output } = after;
  const texts = { role, task, context, requirements, style, output };
  const folderId = await folders.reach(folder);
  const body = { slug, title, description, category, selectedModel, folderId, ...texts, ...contentOf(after) };
  return (await client.prompts.createPrompt({ body })).data.version;
}

/** Sends what differs and nothing else, and only while the prompt is what the plan was made from. */
async function update(
  client: PromptrClient,
  server: Server,
  step: Update,
  message: string | undefined,
): Promise<number> {
  const { before, after, fields } = step;
  const { tags, variables } = contentOf(after);
  const folderId = fields.includes("folder") ? await server.folders.reach(after.folder) : null;
  const { title, description, category, model: selectedModel } = after;
  const all = { title, description, category, tags, variables, folderId, selectedModel };
  const names = fields.map((field) => (field === "folder" ? "folderId" : field === "model" ? "selectedModel" : field));
  const texts = Object.fromEntries(PARTS.map((part) => [part, after[part]]));
  const chosen = Object.fromEntries(
    Object.entries({ ...all, ...texts }).filter(([name]) => names.some((one) => one === name)),
  );
  const body = { ...chosen, ...(message !== undefined && { message }) };
  const { data } = await client.prompts.updatePrompt({
    path: { id: before.id },
    headers: { "If-Match": before.etag },
    body,
  });
  return data.version;
}

/** A second run after a crash between question and answer finds the prompt gone, which is what was wanted. */
async function remove(client: PromptrClient, { id, etag }: { id: string; etag: string }): Promise<null> {
  try {
    await client.prompts.deletePrompt({ path: { id }, headers: { "If-Match": etag } });
  } catch (error) {
    if (!(error instanceof PromptrError && error.status === 404)) throw error;
  }
  return null;
}

async function doStep(client: PromptrClient, server: Server, step: Step, message: string | undefined): Promise<Done> {
  const { slug } = step;
  if (step.action === "create") return { action: "created", slug, version: await create(client, server, step.after) };
  if (step.action === "update")
    return { action: "updated", slug, version: await update(client, server, step, message) };
  return { action: "deleted", slug, version: await remove(client, step.before) };
}

/**
 * Does the plan step by step; what was done is told as it is done. Every step stands for itself and is found done by a
 * second run: a crash between two of them leaves the rest to that run.
 */
export async function applyPlan(
  client: PromptrClient,
  server: Server,
  { steps }: Plan,
  message: string | undefined,
  tell: (done: Done) => void,
): Promise<Done[]> {
  const all: Done[] = [];
  for (const step of steps) {
    try {
      const done = await doStep(client, server, step, message);
      all.push(done);
      tell(done);
    } catch (error) {
      if (error instanceof PromptrError) throw new StepRefused(step.slug, error);
      throw error;
    }
  }
  return all;
}
