import { z } from "zod";
import { noContent, ok, route } from "../../feature.ts";
import { LABEL, LABEL_EVENT_PAGE, LABEL_PAGE, MOVE, UNDONE } from "./examples.ts";
import { moveLabel, removeLabel, undoMove } from "./moves.ts";
import { changeProtected, readProtected } from "./protected.ts";
import * as schema from "./schema.ts";
import { listHistory, listLabels, readLabel } from "./service.ts";

const reading = { tag: "Labels", access: "user", keyScope: "prompts:read" } as const;
const writing = { tag: "Labels", access: "user", keyScope: "labels:write" } as const;
/** What is protected decides what a key may do, so no key decides it. */
const person = { tag: "Labels", access: "user", keyScope: null } as const;
const path = "/prompts/:id/labels/:label";
const fails = ["not_found", "protected_label", "label_moved"] as const;

export const routes = [
  route({
    ...reading,
    name: "listLabels",
    method: "GET",
    path: "/prompts/:id/labels",
    doc: "The labels of a prompt by name, and the version each stands on. A prompt has at most 50.",
    params: schema.PromptId,
    query: schema.LabelListQuery,
    reply: ok(schema.LabelPage),
    fails: ["not_found", "invalid_cursor"],
    example: { reply: LABEL_PAGE },
    run: (scope, { params, query }) => listLabels(scope, params.id, query),
  }),
  route({
    ...reading,
    name: "readLabel",
    method: "GET",
    path,
    doc: "Where a label stands.",
    params: schema.LabelId,
    reply: ok(schema.Label),
    etag: true,
    fails: ["not_found"],
    example: { reply: LABEL },
    run: (scope, { params }) => readLabel(scope, params),
  }),
  route({
    ...writing,
    name: "moveLabel",
    method: "PUT",
    path,
    doc:
      "Make a label, or move it to another version. Every server answers with the new version within a quarter of a " +
      "second, this one at once. `If-Match` with the label's ETag moves it only from where you saw it, and " +
      "`If-None-Match: *` only makes a new one; 412 otherwise. Without them the last one to write wins. Every move is in " +
      "the history; a label that stands there already is left alone.",
    params: schema.LabelId,
    body: schema.LabelMove,
    headers: z.object({
      "If-None-Match": z.string().optional().meta({ description: "`*`: only when there is no such label yet" }),
    }),
    reply: ok(schema.Label),
    etag: true,
    ifMatch: true,
    fails: [...fails, "label_limit_reached"],
    example: { body: MOVE, reply: LABEL },
    run: (scope, { params, body }) => moveLabel(scope, params, body),
  }),
  route({
    ...writing,
    name: "removeLabel",
    method: "DELETE",
    path,
    doc: "Remove a label. Its history stays, and undo brings it back. `If-Match` removes it only from where you saw it.",
    params: schema.LabelId,
    body: schema.LabelReason,
    reply: noContent(),
    ifMatch: true,
    fails,
    example: { body: { reason: "Nobody uses it" } },
    run: (scope, { params, body }) => removeLabel(scope, params, body.reason ?? null),
  }),
  route({
    ...writing,
    name: "undoLabelMove",
    method: "POST",
    path: "/prompts/:id/labels/:label/undo",
    doc:
      "Take the last move of a label back: it stands where it stood before, or is gone if it was new, or is back if it " +
      "was removed. This is a move of its own, which names the one it takes back; undoing it again redoes that one. " +
      "Send `If-Match`, so that two people who undo the same move do not cancel each other out.",
    params: schema.LabelId,
    body: schema.LabelReason,
    reply: ok(schema.LabelEvent),
    ifMatch: true,
    idempotent: "transaction",
    fails: [...fails, "label_limit_reached"],
    example: { body: { reason: UNDONE.reason }, reply: UNDONE },
    run: (scope, { params, body }) => undoMove(scope, params, body.reason ?? null),
  }),
  route({
    ...reading,
    name: "listLabelHistory",
    method: "GET",
    path: "/prompts/:id/labels/:label/history",
    doc: "Every move of a label, newest first: who, from where, to where, when and why. Nothing is ever taken out of it.",
    params: schema.LabelId,
    query: schema.LabelListQuery,
    reply: ok(schema.LabelEventPage),
    fails: ["not_found", "invalid_cursor"],
    example: { reply: LABEL_EVENT_PAGE },
    run: (scope, { params, query }) => listHistory(scope, params, query),
  }),
  route({
    ...person,
    name: "readProtectedLabels",
    method: "GET",
    path: "/prompts/protected-labels",
    doc: "The labels an API key moves only with the scope `labels:write`: `production`, unless you say otherwise.",
    reply: ok(schema.ProtectedLabels),
    example: { reply: { labels: ["production"] } },
    run: (scope) => readProtected(scope),
  }),
  route({
    ...person,
    name: "changeProtectedLabels",
    method: "PUT",
    path: "/prompts/protected-labels",
    doc: "Say which labels of all your prompts are protected. It counts from the next move on.",
    body: schema.ProtectedLabels,
    reply: ok(schema.ProtectedLabels),
    example: { body: { labels: ["production", "staging"] }, reply: { labels: ["production", "staging"] } },
    run: (scope, { body }) => changeProtected(scope, body),
  }),
];
