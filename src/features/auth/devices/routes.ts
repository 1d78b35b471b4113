import { PageQuery } from "../../../contract/page.ts";
import { noContent, ok, route } from "../../../feature.ts";
import { SessionId, SessionPage } from "./schema.ts";
import { endSession, listSessions } from "./service.ts";

const person = { tag: "Auth", access: "user", keyScope: null } as const;

export const deviceRoutes = [
  route({
    ...person,
    name: "listSessions",
    method: "GET",
    path: "/auth/sessions",
    doc: "List where you are signed in, newest first. Sessions of Supabase are not ours to list.",
    query: PageQuery,
    reply: ok(SessionPage),
    fails: ["invalid_cursor"],
    example: {
      reply: {
        data: [
          {
            id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
            createdAt: "2026-11-22T12:00:00.000Z",
            lastUsedAt: "2026-11-23T08:30:00.000Z",
            expiresAt: "2027-02-20T12:00:00.000Z",
            ip: "203.0.113.7",
            userAgent: "curl/8.5.0",
            current: true,
          },
        ],
        pagination: { limit: 20, hasMore: false, nextCursor: null },
      },
    },
    run: (scope, { query }) => listSessions(scope, query),
  }),
  route({
    ...person,
    name: "endSession",
    method: "DELETE",
    path: "/auth/sessions/:id",
    doc: "Sign out one of your sessions, also this one. Its tokens stop working within a second.",
    params: SessionId,
    reply: noContent(),
    fails: ["not_found"],
    run: (scope, { params }) => endSession(scope, params.id),
  }),
];
