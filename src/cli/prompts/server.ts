import type { FoundPrompt, PromptrClient } from "../../client/index.ts";
import type { MarkdownFields } from "../../features/transfer/index.ts";
import { requireSlug } from "./folder.ts";

/** A prompt as the server has it, with what changing it needs. */
export type ServerPrompt = MarkdownFields & {
  readonly id: string;
  readonly version: number;
  readonly folderId: string | null;
  /** For `If-Match`: what the plan was made from. */
  readonly etag: string;
  readonly updatedAt: string;
};

/** The server's folders: their paths, and their ids by path. */
export class ServerFolders {
  readonly #client: PromptrClient;
  readonly #ids = new Map<string, string>();
  readonly #paths = new Map<string, readonly string[]>();

  constructor(client: PromptrClient, rows: readonly { id: string; name: string; parentId: string | null }[]) {
    this.#client = client;
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id } of rows) {
      const path: string[] = [];
      for (
        let row = byId.get(id);
        row && path.length <= rows.length;
        row = row.parentId === null ? undefined : byId.get(row.parentId)
      )
        path.unshift(row.name);
      this.#paths.set(id, path);
      this.#ids.set(JSON.stringify(path), id);
    }
  }

  pathOf(id: string | null): readonly string[] {
    return (id === null ? undefined : this.#paths.get(id)) ?? [];
  }

  /** The folder at the end of a path; what is missing is made, from the top down, so that a second try finds the first half. */
  async reach(path: readonly string[]): Promise<string | null> {
    let parentId: string | null = null;
    for (const [depth, name] of path.entries()) {
      const key = JSON.stringify(path.slice(0, depth + 1));
      let id = this.#ids.get(key);
      if (id === undefined) {
        const made: { data: { id: string } } = await this.#client.folders.createFolder({ body: { name, parentId } });
        id = made.data.id;
        this.#ids.set(key, id);
        this.#paths.set(id, path.slice(0, depth + 1));
      }
      parentId = id;
    }
    return parentId;
  }
}

export async function readFolders(client: PromptrClient): Promise<ServerFolders> {
  const { data } = await client.folders.listFolders();
  return new ServerFolders(client, data.data);
}

const toServerPrompt = (row: FoundPrompt, folders: ServerFolders): ServerPrompt => {
  const {
    id,
    slug,
    title,
    description,
    category,
    tags,
    variables,
    selectedModel: model,
    version,
    folderId,
    updatedAt,
  } = row;
  const { role, task, context, requirements, style, output } = row;
  const fields = {
    slug,
    title,
    description,
    category,
    tags,
    variables,
    model,
    role,
    task,
    context,
    requirements,
    style,
    output,
  };
  return {
    ...fields,
    folder: folders.pathOf(folderId),
    id,
    version,
    folderId,
    updatedAt,
    etag: `"${id}-r${row.revision}"`,
  };
};

const PAGE = 100;
export type Server = { readonly prompts: ReadonlyMap<string, ServerPrompt>; readonly folders: ServerFolders };

/** Every prompt of the key's owner by its slug. */
export async function readServer(client: PromptrClient): Promise<Server> {
  const folders = await readFolders(client);
  const prompts = new Map<string, ServerPrompt>();
  for await (const row of client.prompts.listPromptsAll({ query: { limit: PAGE, sort: "createdAt" } })) {
    requireSlug(row.slug);
    prompts.set(row.slug, toServerPrompt(row, folders));
  }
  return { prompts, folders };
}
