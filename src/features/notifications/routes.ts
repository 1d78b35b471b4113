import { ok, route } from "../../feature.ts";
import { Marking, NotificationPage, NotificationQuery, Unread } from "./schema.ts";
import { listNotifications, markNotifications } from "./service.ts";

const own = { tag: "Users", access: "user", keyScope: null, path: "/users/notifications" } as const;
const notification = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
  kind: "tier_changed",
  title: "Your plan is pro now",
  body: "An administrator changed your plan from free to pro.",
  createdAt: "2026-11-22T12:00:00.000Z",
  readAt: null,
};

export const routes = [
  route({
    ...own,
    name: "listNotifications",
    method: "GET",
    doc: "What the service has to tell you, newest first. The newest 1,000 are kept.",
    query: NotificationQuery,
    reply: ok(NotificationPage),
    fails: ["invalid_cursor"],
    example: {
      reply: { data: [notification], pagination: { limit: 20, hasMore: false, nextCursor: null }, unread: 1 },
    },
    run: (scope, { query }) => listNotifications(scope, query),
  }),
  route({
    ...own,
    name: "markNotifications",
    method: "PUT",
    doc: "Mark notifications as read: those with these `ids`, or `all`.",
    body: Marking,
    reply: ok(Unread),
    example: { body: { ids: [notification.id] }, reply: { unread: 0 } },
    run: (scope, { body }) => markNotifications(scope, body),
  }),
];
