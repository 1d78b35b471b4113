import { Answer, created, noContent, ok, route } from "../../feature.ts";
import { jwksRoutes } from "./jwks.ts";
import { changePassword } from "./password-change.ts";
import { refreshSession } from "./refresh.ts";
import { Credentials, LogoutRequest, PasswordChange, RefreshRequest, Registration, SignedIn } from "./schema.ts";
import { logIn, registerAccount } from "./service.ts";
import { logOut } from "./sessions.ts";

const tag = "Auth";
const signedIn: SignedIn = {
  user: { id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10", email: "test@example.com", fullName: "Test User" },
  accessToken: "eyJ…",
  refreshToken: `pmr_${"x".repeat(43)}`,
  expiresIn: 86_400,
  tokenType: "Bearer",
};

export const routes = [
  route({
    name: "register",
    tag,
    method: "POST",
    path: "/auth/register",
    flag: "registration",
    doc: "Create an account and sign in. A welcome mail follows.",
    access: "public",
    ignoresCredential: true,
    body: Registration,
    reply: created(SignedIn),
    fails: ["email_taken", "weak_password"],
    secret: true,
    example: { body: { email: "test@example.com", password: "test123", fullName: "Test User" }, reply: signedIn },
    run: async (scope, { body }) =>
      new Answer(await registerAccount(scope, body), { headers: { Location: "/api/v1/users/profile" } }),
  }),
  route({
    name: "login",
    tag,
    method: "POST",
    path: "/auth/login",
    doc:
      "Sign in with e-mail address and password. An unknown address and a wrong password get the same answer; that an " +
      "account is suspended learns only who knows its password.",
    access: "public",
    ignoresCredential: true,
    body: Credentials,
    reply: ok(SignedIn),
    fails: ["invalid_credentials", "account_suspended"],
    secret: true,
    example: { body: { email: "test@example.com", password: "test123" }, reply: signedIn },
    run: (scope, { body }) => logIn(scope, body),
  }),
  route({
    name: "refresh",
    tag,
    method: "POST",
    path: "/auth/refresh",
    doc:
      "Trade a refresh token for a new pair. Each is good for one refresh; within 10 seconds the same token gets the " +
      "same successor again, later its reuse ends the session.",
    access: "public",
    ignoresCredential: true,
    body: RefreshRequest,
    reply: ok(SignedIn),
    fails: ["invalid_refresh_token"],
    secret: true,
    example: { body: { refreshToken: signedIn.refreshToken }, reply: signedIn },
    run: (scope, { body }) => refreshSession(scope, body),
  }),
  route({
    name: "logout",
    tag,
    method: "POST",
    path: "/auth/logout",
    doc: "End this session, or with `all` every session of the account. Its tokens stop working within a second.",
    access: "user",
    keyScope: null,
    body: LogoutRequest,
    reply: noContent(),
    fails: ["local_account_required"],
    example: { body: { all: false } },
    run: (scope, { body }) => logOut(scope, body),
  }),
  ...jwksRoutes,
  route({
    name: "changePassword",
    tag,
    method: "POST",
    path: "/auth/change-password",
    doc: "Change your password. This session goes on; every other one ends.",
    access: "user",
    keyScope: null,
    body: PasswordChange,
    reply: noContent(),
    fails: ["wrong_password", "local_account_required", "weak_password"],
    example: { body: { currentPassword: "test123", newPassword: "a-better-one" } },
    run: (scope, { body }) => changePassword(scope, body),
  }),
];
