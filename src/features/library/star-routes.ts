import { created, noContent, ok, route } from "../../feature.ts";
import { PageQuery } from "../../contract/page.ts";
import { PROMPT, PromptId, Prompt } from "../prompts/index.ts";
import { StarredPage, Upstream } from "./answers.ts";
import { forkPrompt, readUpstream } from "./forks.ts";
import { listStarred, starPrompt, unstarPrompt } from "./stars.ts";

const STARRED = {
  data: [
    {
      id: PROMPT.id,
      title: PROMPT.title,
      description: PROMPT.description,
      category: PROMPT.category,
      tags: PROMPT.tags,
      selectedModel: PROMPT.selectedModel,
      qualityScore: PROMPT.qualityScore,
      isPublic: true,
      version: 3,
      viewCount: 120,
      starCount: 8,
      forkCount: 1,
      author: { name: "Ada Lovelace" },
      starredAt: "2026-11-22T12:00:00.000Z",
    },
  ],
  pagination: { limit: 20, hasMore: false, nextCursor: null },
};
const UPSTREAM = {
  of: "0199f0a2-7c1e-7000-8000-000000000009",
  version: 3,
  available: true,
  upstreamVersion: 5,
  upstreamChanged: true,
};
const social = { tag: "Prompts", access: "user", flag: "public_library" } as const;

export const starRoutes = [
  route({
    ...social,
    name: "listStarred",
    keyScope: "prompts:read",
    method: "GET",
    path: "/prompts/starred",
    doc:
      "List what you starred, the latest star first, without the texts. A prompt that has gone private or was removed is " +
      "not shown; its star is kept.",
    query: PageQuery,
    reply: ok(StarredPage),
    example: { reply: STARRED },
    fails: ["invalid_cursor"],
    run: (scope, { query }) => listStarred(scope, query),
  }),
  route({
    ...social,
    name: "starPrompt",
    keyScope: "prompts:write",
    method: "PUT",
    path: "/prompts/:id/star",
    doc:
      "Star a published prompt, or one of yours. One star a user: giving it again changes nothing. The prompt's own page " +
      "shows the new count at once, lists within 15 minutes.",
    params: PromptId,
    reply: noContent(),
    fails: ["not_found"],
    run: (scope, { params }) => starPrompt(scope, params.id),
  }),
  route({
    ...social,
    name: "unstarPrompt",
    keyScope: "prompts:write",
    method: "DELETE",
    path: "/prompts/:id/star",
    doc: "Take your star back. Where there is none, nothing changes.",
    params: PromptId,
    reply: noContent(),
    fails: ["not_found"],
    run: (scope, { params }) => unstarPrompt(scope, params.id),
  }),
  route({
    ...social,
    name: "forkPrompt",
    keyScope: "prompts:write",
    method: "POST",
    path: "/prompts/:id/fork",
    doc:
      "Copy a published prompt, or one of yours, as it is now: a new private prompt of yours at version 1 that says where " +
      "it came from (`forkedFrom`). It counts against the month's quota.",
    params: PromptId,
    reply: created(Prompt),
    etag: true,
    fails: ["not_found", "quota_exhausted"],
    idempotent: "transaction",
    example: { reply: { ...PROMPT, forkedFrom: { id: UPSTREAM.of, version: UPSTREAM.version } } },
    run: (scope, { params }) => forkPrompt(scope, params.id),
  }),
  route({
    ...social,
    name: "readUpstream",
    keyScope: "prompts:read",
    method: "GET",
    path: "/prompts/:id/upstream",
    doc: "Ask whether what you forked has changed since. When it has gone private, was removed or deleted, only that is said.",
    params: PromptId,
    reply: ok(Upstream),
    fails: ["not_found"],
    example: { reply: UPSTREAM },
    run: (scope, { params }) => readUpstream(scope, params.id),
  }),
];
