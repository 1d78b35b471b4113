import { AS_MODERATOR } from "../../db/identity.ts";
import { ok, route } from "../../feature.ts";
import { through } from "../../scope.ts";
import { decide } from "./decide.ts";
import {
  Appeal,
  type Decision,
  ModeratedPrompt,
  Moderation,
  PromptId,
  type QueuedPrompt,
  QueuedPromptPage,
  QueueQuery,
  Verdict,
} from "./schema.ts";
import { appeal, listQueue, readModerated, readModeration } from "./service.ts";

const admin = { tag: "Admin", access: "admin", keyScope: null } as const;
const own = { tag: "Prompts", access: "user", params: PromptId } as const;

const REASON = "It repeats a text that belongs to somebody else.";
const decision: Decision = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a11",
  status: "flagged",
  previousStatus: "approved",
  reason: REASON,
  decidedAt: "2026-11-22T12:00:00.000Z",
  isFinal: false,
  appeal: null,
};
const appealed: Decision = { ...decision, appeal: { note: "I wrote it myself.", at: "2026-11-22T13:00:00.000Z" } };
const prompt: QueuedPrompt = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
  userId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a12",
  title: "Release notes",
  description: null,
  category: "writing",
  tags: ["release"],
  excerpt: "Summarise the release in ten words.",
  isPublic: true,
  status: "flagged",
  version: 1,
  viewCount: 12,
  createdAt: "2026-11-01T12:00:00.000Z",
  publishedAt: "2026-11-01T12:00:00.000Z",
  decision,
};

export const routes = [
  route({
    ...admin,
    name: "listModeration",
    method: "GET",
    path: "/admin/prompts",
    doc:
      "The prompts administrators look through, newest first: what everybody can see, and what is held back. Private prompts " +
      "are nobody else's business and are not among them.",
    query: QueueQuery,
    reply: ok(QueuedPromptPage),
    fails: ["invalid_cursor"],
    example: { reply: { data: [prompt], pagination: { limit: 20, hasMore: false, nextCursor: null } } },
    run: (scope, { query }) => listQueue(scope, query),
  }),
  route({
    ...admin,
    name: "readModeratedPrompt",
    method: "GET",
    path: "/admin/prompts/:id",
    doc: "One of these prompts with all of its text and what was decided about it; also one that can be opened by a link.",
    params: PromptId,
    reply: ok(ModeratedPrompt),
    etag: true,
    fails: ["not_found"],
    example: { reply: { ...prompt, text: prompt.excerpt, decisions: [decision] } },
    run: (scope, { params }) => readModerated(through(scope, AS_MODERATOR), params.id),
  }),
  route({
    ...admin,
    name: "moderatePrompt",
    method: "PUT",
    path: "/admin/prompts/:id",
    doc:
      "Decide about a prompt: `flagged` takes it out of the library, `removed` ends its links as well, `approved` gives both " +
      "back. It holds at once, in every process. The owner is told, with the reason, in the product and by mail. Of two " +
      "administrators the later one holds; `If-Match` refuses to decide over what you have not seen.",
    params: PromptId,
    body: Verdict,
    reply: ok(ModeratedPrompt),
    etag: true,
    ifMatch: true,
    fails: ["not_found", "version_moved"],
    example: {
      body: { status: "flagged", reason: REASON },
      reply: { ...prompt, text: prompt.excerpt, decisions: [decision] },
    },
    run: (scope, { params, body }) => decide(scope, params.id, body),
  }),
  route({
    ...own,
    name: "readModeration",
    method: "GET",
    path: "/prompts/:id/moderation",
    doc: "What administrators decided about a prompt of yours, why, and whether you can still write them a note.",
    keyScope: "prompts:read",
    reply: ok(Moderation),
    fails: ["not_found"],
    example: { reply: { status: "flagged", decision, mayAppeal: true } },
    run: (scope, { params }) => readModeration(scope, params.id),
  }),
  route({
    ...own,
    name: "appealModeration",
    method: "POST",
    path: "/prompts/:id/appeal",
    doc: "Write the administrators one note about their decision. There is one for each decision, and none for the answer to a note.",
    keyScope: null,
    body: Appeal,
    reply: ok(Moderation),
    fails: ["not_found", "nothing_to_appeal", "appeal_made"],
    example: {
      body: { note: "I wrote it myself." },
      reply: { status: "flagged", decision: appealed, mayAppeal: false },
    },
    run: (scope, { params, body }) => appeal(scope, params.id, body.note),
  }),
];
