import { accepted, ok, route } from "../../feature.ts";
import { DELIVERY_PAGE, WAITING } from "./examples.ts";
import { listDeliveries, replayMany, replayOne, sendTest } from "./log.ts";
import { own } from "./routes.ts";
import { Delivery, DeliveryId, DeliveryPage, DeliveryQuery, Replay, Replayed, WebhookId } from "./schema.ts";

export const logRoutes = [
  route({
    ...own,
    name: "listWebhookDeliveries",
    method: "GET",
    path: "/webhooks/:id/deliveries",
    doc: "Read what a webhook was sent, newest first: the last attempt at each delivery and when the next one is. Kept 30 days.",
    params: WebhookId,
    query: DeliveryQuery,
    reply: ok(DeliveryPage),
    fails: ["not_found", "invalid_cursor"],
    example: { reply: DELIVERY_PAGE },
    run: (scope, { params, query }) => listDeliveries(scope, params.id, query),
  }),
  route({
    ...own,
    name: "replayWebhookDelivery",
    method: "POST",
    path: "/webhooks/:id/deliveries/:delivery/replay",
    doc:
      "Send a delivery again, whatever became of it, under its old `webhook-id`. One that waits is tried now; its attempts " +
      "go on counting, those of any other begin anew.",
    params: DeliveryId,
    reply: accepted(Delivery),
    fails: ["not_found", "webhook_disabled"],
    idempotent: "transaction",
    example: { reply: WAITING },
    run: (scope, { params }) => replayOne(scope, params),
  }),
  route({
    ...own,
    name: "replayFailedWebhookDeliveries",
    method: "POST",
    path: "/webhooks/:id/replay",
    doc: "Send what failed since a time again, the oldest first, at most 1,000 deliveries a request.",
    params: WebhookId,
    body: Replay,
    reply: accepted(Replayed),
    fails: ["not_found", "webhook_disabled"],
    idempotent: "transaction",
    example: { body: { since: "2026-11-22T00:00:00.000Z" }, reply: { replayed: 12, hasMore: false } },
    run: (scope, { params, body }) => replayMany(scope, params.id, body),
  }),
  route({
    ...own,
    name: "testWebhook",
    method: "POST",
    path: "/webhooks/:id/test",
    doc:
      "Send an event of the type `webhook.test` to this webhook, whatever it listens to. It goes the way of every event, " +
      "within seconds; the log says what came of it.",
    params: WebhookId,
    reply: accepted(Delivery),
    fails: ["not_found", "webhook_disabled"],
    idempotent: "transaction",
    example: { reply: { ...WAITING, event: { ...WAITING.event, type: "webhook.test" } } },
    run: (scope, { params }) => sendTest(scope, params.id),
  }),
];
