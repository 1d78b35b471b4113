import { z } from "zod";
import { ok, route } from "../../feature.ts";
import { PromptId, PUBLIC_PAGE, PUBLIC_PROMPT } from "../prompts/index.ts";
import { readPublished } from "./page.ts";
import { CategoryPage, LibraryQuery, PublicPrompt, PublicPromptPage } from "./schema.ts";
import { listCategories, listPublished } from "./service.ts";

const CATEGORIES = {
  data: [{ name: "writing", description: "Stories, articles, editing and style", count: 12 }],
  pagination: { limit: 100, hasMore: false, nextCursor: null },
};
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
    example: { reply: PUBLIC_PAGE },
    fails: ["invalid_cursor"],
    run: (scope, { query }) => listPublished(scope, query),
  }),
  route({
    ...browse,
    name: "readPublicPrompt",
    path: "/prompts/public/:id",
    flag: "public_library",
    doc:
      "Read one published prompt. Views are counted within two seconds, and shown, like stars and forks, at most 15 minutes " +
      "late; the author's own, those of robots and link previews, and HEAD count nothing.",
    params: PromptId,
    reply: ok(PublicPrompt),
    etag: true,
    example: { reply: PUBLIC_PROMPT },
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
    example: { reply: CATEGORIES },
    run: (scope) => listCategories(scope),
  }),
];
