import { created, noContent, ok, route } from "../../feature.ts";
import { Folder, FolderChanges, FolderId, FolderPage, NewFolder } from "./schema.ts";
import { createFolder, FOLDERS_MAX, listFolders, removeFolder, updateFolder } from "./service.ts";

const FOLDER = {
  id: "0199f0a2-7c1e-7000-8000-000000000021",
  name: "Customers/EMEA",
  parentId: null,
  promptCount: 0,
  createdAt: "2026-11-22T12:00:00.000Z",
  updatedAt: "2026-11-22T12:00:00.000Z",
};
const own = { tag: "Folders", access: "user" } as const;

export const routes = [
  route({
    ...own,
    name: "listFolders",
    keyScope: "prompts:read",
    method: "GET",
    path: "/folders",
    doc: "List your folders by name, all at once. `parentId` makes them a tree.",
    reply: ok(FolderPage),
    example: {
      reply: { data: [FOLDER], pagination: { limit: FOLDERS_MAX, hasMore: false, nextCursor: null } },
    },
    run: (scope) => listFolders(scope),
  }),
  route({
    ...own,
    name: "createFolder",
    keyScope: "prompts:write",
    method: "POST",
    path: "/folders",
    doc: "Make a folder. Its name may hold slashes and any script: folders are known by their ids.",
    body: NewFolder,
    reply: created(Folder),
    fails: ["folder_taken", "folder_limit_reached"],
    idempotent: "transaction",
    example: { body: { name: FOLDER.name }, reply: FOLDER },
    run: (scope, { body }) => createFolder(scope, body),
  }),
  route({
    ...own,
    name: "updateFolder",
    keyScope: "prompts:write",
    method: "PUT",
    path: "/folders/:id",
    doc: "Rename or move a folder with everything in it. Prompts keep their ids, slugs and versions.",
    params: FolderId,
    body: FolderChanges,
    reply: ok(Folder),
    fails: ["not_found", "folder_taken", "folder_cycle"],
    example: { body: { name: FOLDER.name, parentId: null }, reply: FOLDER },
    run: (scope, { params, body }) => updateFolder(scope, params.id, body),
  }),
  route({
    ...own,
    name: "deleteFolder",
    keyScope: "prompts:write",
    method: "DELETE",
    path: "/folders/:id",
    doc:
      "Delete a folder with its subfolders. The prompts in them stay, in no folder. A folder of very many prompts may " +
      "answer 503 with `Retry-After`: ask again, and it goes on from there.",
    params: FolderId,
    reply: noContent(),
    fails: ["not_found"],
    run: (scope, { params }) => removeFolder(scope, params.id),
  }),
];
