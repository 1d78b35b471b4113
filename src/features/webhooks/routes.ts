import { created, noContent, ok, route } from "../../feature.ts";
import { MADE_WEBHOOK, NEW_WEBHOOK, ROTATED, WEBHOOK, WEBHOOK_PAGE } from "./examples.ts";
import {
  NewWebhook,
  SecretRotation,
  Webhook,
  WebhookChanges,
  WebhookId,
  WebhookPage,
  WebhookQuery,
  WebhookWithSecret,
} from "./schema.ts";
import { createWebhook, listWebhooks, readWebhook, removeWebhook, rotateSecret, updateWebhook } from "./service.ts";

/** No key may see or steer where a person's changes are told: a stolen one would go on listening after its end. */
export const own = { tag: "Webhooks", access: "user", keyScope: null } as const;

export const routes = [
  route({
    ...own,
    name: "listWebhooks",
    method: "GET",
    path: "/webhooks",
    doc: "List your webhooks, newest first; an account has at most 20.",
    query: WebhookQuery,
    reply: ok(WebhookPage),
    fails: ["invalid_cursor"],
    example: { reply: WEBHOOK_PAGE },
    run: (scope, { query }) => listWebhooks(scope, query),
  }),
  route({
    ...own,
    name: "createWebhook",
    method: "POST",
    path: "/webhooks",
    doc:
      "Have a server of yours told of what happens. The secret its requests are signed with (Standard Webhooks) is shown " +
      "only in this answer. Only addresses of the open internet are called, over https; redirects are not followed. " +
      "`job.failed` is for administrators.",
    body: NewWebhook,
    reply: created(WebhookWithSecret),
    etag: true,
    secret: true,
    idempotent: "transaction",
    fails: ["forbidden", "webhook_limit_reached"],
    example: { body: NEW_WEBHOOK, reply: MADE_WEBHOOK },
    run: (scope, { body }) => createWebhook(scope, body),
  }),
  route({
    ...own,
    name: "readWebhook",
    method: "GET",
    path: "/webhooks/:id",
    doc: "Read one of your webhooks, and how it is doing. Never its secret.",
    params: WebhookId,
    reply: ok(Webhook),
    etag: true,
    fails: ["not_found"],
    example: { reply: WEBHOOK },
    run: (scope, { params }) => readWebhook(scope, params.id),
  }),
  route({
    ...own,
    name: "updateWebhook",
    method: "PUT",
    path: "/webhooks/:id",
    doc:
      "Change the given fields of a webhook and keep the others. A disabled one is told of nothing new; what waited when " +
      "it was disabled is sent when it is enabled again. `If-Match` refuses to write over a change you have not seen.",
    params: WebhookId,
    body: WebhookChanges,
    reply: ok(Webhook),
    etag: true,
    ifMatch: true,
    fails: ["forbidden", "not_found", "version_moved"],
    example: { body: { enabled: true }, reply: WEBHOOK },
    run: (scope, { params, body }) => updateWebhook(scope, params.id, body),
  }),
  route({
    ...own,
    name: "deleteWebhook",
    method: "DELETE",
    path: "/webhooks/:id",
    doc: "Remove a webhook with its log. What still waits is not sent.",
    params: WebhookId,
    reply: noContent(),
    ifMatch: true,
    fails: ["not_found", "version_moved"],
    run: (scope, { params }) => removeWebhook(scope, params.id),
  }),
  route({
    ...own,
    name: "rotateWebhookSecret",
    method: "POST",
    path: "/webhooks/:id/rotate",
    doc:
      "Give a webhook a new secret, shown only in this answer. For `overlapSeconds` (a day unless you say otherwise, 7 days " +
      "at most) requests carry a signature with each, so that a receiver may change over when it likes; 0 ends the old one " +
      "at once. There are two at most: another rotation ends the one before the last.",
    params: WebhookId,
    body: SecretRotation,
    reply: ok(WebhookWithSecret),
    etag: true,
    secret: true,
    idempotent: "transaction",
    fails: ["not_found"],
    example: { body: { overlapSeconds: 86_400 }, reply: ROTATED },
    run: (scope, { params, body }) => rotateSecret(scope, params.id, body),
  }),
];
