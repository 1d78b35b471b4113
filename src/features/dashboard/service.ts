import type { Page } from "../../contract/html.ts";
import type { Ports, Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { type Actor, atomically, derive, type RequestFacts, type Scope, through } from "../../scope.ts";
import { record, recordDenied } from "../audit/index.ts";
import { identifyActor, isStillAdministrator } from "../auth/index.ts";
import { cookieFor, visitorOf, type Visitor } from "./cookie.ts";
import { openedPage, signInPage } from "./pages.ts";

/** Opens the dashboard for an administrator: the `Set-Cookie` of a quarter of an hour. */
export async function openDashboard(scope: Scope<Actor>): Promise<string> {
  const { actor, ports, now, settings } = scope;
  const cookie = cookieFor(actor, { tokens: ports.tokens, now: now(), settings });
  await atomically(through(scope, AS_AUTH), (inner) =>
    record(inner, { action: "dashboard.open", subject: { type: "dashboard", id: null }, ownerId: null }),
  );
  return cookie;
}

/** Whether a form or an action comes from a page of this server: SameSite keeps the cookie from others, this everything else. */
export function isOwnOrigin(headers: RequestFacts["headers"], { publicUrl }: Pick<Settings, "publicUrl">): boolean {
  const { origin, host } = headers;
  if (typeof origin !== "string" || !URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host || from === new URL(publicUrl).host;
}

/** The form of the sign-in page. What was wrong is said on the page. */
export async function openByForm(scope: Scope, token: string): Promise<Page> {
  const { db, ports, settings, now, request } = scope;
  if (!isOwnOrigin(request.headers, settings)) return signInPage("origin");
  const actor = await identifyActor({ db, ports, settings, now, request }, token);
  if (!actor) return signInPage("token");
  if (actor.role !== "admin") {
    await recordDenied(scope, actor, "openDashboardByForm");
    return signInPage("role");
  }
  return openedPage(await openDashboard(derive(scope, { actor })));
}

type Parts = {
  readonly db: Db;
  readonly ports: Pick<Ports, "tokens" | "cache">;
  readonly now: () => Date;
};

/** The administrator a `Cookie` header speaks for, as long as they are one and their session lives. */
export async function identifyVisitor(parts: Parts, cookies: string): Promise<Visitor | null> {
  const visitor = visitorOf(cookies, parts.ports.tokens, parts.now());
  return visitor && (await isStillAdministrator(parts, visitor)) ? visitor : null;
}

/** What is recorded of an action: a word of the dashboard's forms, and the address it was sent to. */
export type DashboardAction = { readonly path: string; readonly intent: string | null };
const INTENT = /^[a-zA-Z_-]{1,40}$/;

/** Records an action before it is done: the dashboard has connections of its own, so the two cannot commit together. */
export const recordAction = (
  { db }: { readonly db: Db },
  { userId, sessionId }: Visitor,
  request: Pick<RequestFacts, "id" | "ip">,
  { path, intent }: DashboardAction,
): Promise<void> =>
  db.as(AS_AUTH).transaction((inner) =>
    record(
      { db: inner, actor: null, request },
      {
        action: "dashboard.act",
        subject: { type: "dashboard", id: null },
        ownerId: null,
        details: { path: path.slice(0, 200), intent: intent !== null && INTENT.test(intent) ? intent : null },
        by: { kind: sessionId === null ? "supabase" : "session", id: userId },
      },
    ),
  );
