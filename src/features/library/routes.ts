import { z } from "zod";
import { ok, route } from "../../feature.ts";
import { PromptId } from "../prompts/index.ts";
import { CategoryPage, LibraryQuery, PublicPrompt, PublicPromptPage } from "./schema.ts";
import { listCategories, listPublished, readPublished } from "./service.ts";

const browse = { tag: "Prompts", method: "GET", access: "public" } as const;

export const routes = [
  route({
    ...browse,
    name: "listPublicPrompts",
    path: "/prompts/public",
    flag: "public_library",
    doc: "Browse what people published, newest first.",
    query: LibraryQuery,
    reply: ok(PublicPromptPage),
    fails: ["invalid_cursor"],
    run: (scope, { query }) => listPublished(scope, query),
  }),
  route({
    ...browse,
    name: "readPublicPrompt",
    path: "/prompts/public/:id",
    flag: "public_library",
    doc: "Read one published prompt.",
    params: PromptId,
    reply: ok(PublicPrompt),
    fails: ["not_found"],
    run: (scope, { params }) => readPublished(scope, params.id),
  }),
  route({
    ...browse,
    name: "listCategories",
    path: "/prompts/categories",
    doc: "The categories a prompt can be in, and how many published prompts each has.",
    query: z.strictObject({}),
    reply: ok(CategoryPage),
    run: (scope) => listCategories(scope),
  }),
];
