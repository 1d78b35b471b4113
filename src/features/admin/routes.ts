import { ok, route } from "../../feature.ts";
import { changeAccount } from "./changes.ts";
import { User, UserChanges, UserId, UserPage, UserQuery } from "./schema.ts";
import { listUsers, readUser } from "./service.ts";

const admin = { tag: "Admin", access: "admin", keyScope: null } as const;
const user: User = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
  email: "test@example.com",
  fullName: "Test User",
  origin: "local",
  role: "user",
  subscriptionTier: "pro",
  suspendedAt: null,
  emailVerified: true,
  createdAt: "2026-11-01T12:00:00.000Z",
  lastSeenAt: "2026-11-22T12:00:00.000Z",
};

export const routes = [
  route({
    ...admin,
    name: "listUsers",
    method: "GET",
    path: "/admin/users",
    doc: "Everybody's accounts, newest first.",
    query: UserQuery,
    reply: ok(UserPage),
    fails: ["invalid_cursor"],
    example: { reply: { data: [user], pagination: { limit: 20, hasMore: false, nextCursor: null } } },
    run: (scope, { query }) => listUsers(scope, query),
  }),
  route({
    ...admin,
    name: "readUser",
    method: "GET",
    path: "/admin/users/:id",
    doc: "Somebody's account.",
    params: UserId,
    reply: ok(User),
    fails: ["not_found"],
    example: { reply: user },
    run: (scope, { params }) => readUser(scope, params.id),
  }),
  route({
    ...admin,
    name: "updateUser",
    method: "PUT",
    path: "/admin/users/:id",
    doc:
      "Change somebody's plan or role, suspend them, or end a suspension. It holds at once, for tokens and API keys " +
      "alike. The last administrator can be neither demoted nor suspended.",
    params: UserId,
    body: UserChanges,
    reply: ok(User),
    fails: ["not_found", "last_admin"],
    example: { body: { subscriptionTier: "pro", reason: "Paid by invoice" }, reply: user },
    run: (scope, { params, body }) => changeAccount(scope, params.id, body),
  }),
];
