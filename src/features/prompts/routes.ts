import { created, noContent, ok, route } from "../../feature.ts";
import { deletePrompt, restorePrompt, updatePrompt } from "./changes.ts";
import { createPrompt } from "./creation.ts";
import { NEW_PROMPT, PROMPT, PROMPT_PAGE } from "./examples.ts";
import { NewPrompt, PromptChanges } from "./input-schema.ts";
import { ListQuery, Prompt, PromptId, PromptPage } from "./schema.ts";
import { listPrompts, readPrompt } from "./service.ts";

const own = { tag: "Prompts", access: "user" } as const;

export const routes = [
  route({
    ...own,
    name: "listPrompts",
    keyScope: "prompts:read",
    method: "GET",
    path: "/prompts",
    doc: "List your prompts, newest first. Everything but `enrichedPrompt`, which one prompt shows.",
    query: ListQuery,
    reply: ok(PromptPage),
    example: { reply: PROMPT_PAGE },
    fails: ["invalid_cursor"],
    run: (scope, { query }) => listPrompts(scope, query),
  }),
  route({
    ...own,
    name: "createPrompt",
    keyScope: "prompts:write",
    method: "POST",
    path: "/prompts",
    doc:
      "Store a prompt. It counts against the month's quota (UTC): `X-Quota-Prompts-Limit`, `X-Quota-Prompts-Remaining` " +
      "and `X-Quota-Prompts-Reset` (Unix seconds) say what is left.",
    body: NewPrompt,
    reply: created(Prompt),
    etag: true,
    fails: ["quota_exhausted", "slug_taken", "publish_blocked"],
    idempotent: "transaction",
    example: { body: NEW_PROMPT, reply: PROMPT },
    run: (scope, { body }) => createPrompt(scope, body),
  }),
  route({
    ...own,
    name: "readPrompt",
    keyScope: "prompts:read",
    method: "GET",
    path: "/prompts/:id",
    doc: "Read one of your prompts. What others published is at `/prompts/public/{id}`.",
    params: PromptId,
    reply: ok(Prompt),
    etag: true,
    fails: ["not_found"],
    example: { reply: PROMPT },
    run: (scope, { params }) => readPrompt(scope, params.id),
  }),
  route({
    ...own,
    name: "updatePrompt",
    keyScope: "prompts:write",
    method: "PUT",
    path: "/prompts/:id",
    doc:
      "Change the given fields and keep the others. A change of a part, a variable or the model makes a new version; " +
      "`If-Match` with the prompt's ETag refuses to write over a change you have not seen. The slug of a prompt with a " +
      "protected label is changed by a person, or a key with `labels:write`.",
    params: PromptId,
    body: PromptChanges,
    reply: ok(Prompt),
    etag: true,
    ifMatch: true,
    fails: ["not_found", "version_moved", "slug_taken", "too_many_versions", "publish_blocked", "protected_label"],
    example: { body: { task: PROMPT.task, message: "Name the version" }, reply: PROMPT },
    run: (scope, { params, body }) => updatePrompt(scope, params.id, body),
  }),
  route({
    ...own,
    name: "deletePrompt",
    keyScope: "prompts:write",
    method: "DELETE",
    path: "/prompts/:id",
    doc:
      "Delete a prompt. It can be restored for 30 days and keeps its slug for as long; " +
      "`If-Match` with its ETag refuses to delete a change you have not seen. A prompt with a protected label is deleted by a " +
      "person, or a key with `labels:write`.",
    params: PromptId,
    reply: noContent(),
    ifMatch: true,
    fails: ["not_found", "version_moved", "protected_label"],
    run: (scope, { params }) => deletePrompt(scope, params.id),
  }),
  route({
    ...own,
    name: "restorePrompt",
    keyScope: "prompts:write",
    method: "POST",
    path: "/prompts/:id/restore",
    doc: "Have a deleted prompt back, within 30 days, as it was. It costs no quota; one that is there is answered as it is.",
    params: PromptId,
    reply: ok(Prompt),
    etag: true,
    fails: ["not_found"],
    example: { reply: PROMPT },
    run: (scope, { params }) => restorePrompt(scope, params.id),
  }),
];
