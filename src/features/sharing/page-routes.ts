import type { Page } from "../../contract/html.ts";
import { Failure } from "../../errors.ts";
import { htmlPage, route } from "../../feature.ts";
import type { Scope } from "../../scope.ts";
import { toPage } from "./answers.ts";
import { shareBusyPage } from "./page.ts";
import { passwordOf } from "./password.ts";
import { OpenForm, ShareToken } from "./schema.ts";
import { openLink, type Visit } from "./visit.ts";
import { visitorOf } from "./visitor.ts";

const address = { tag: "Pages", path: "/s/:token", root: true, access: "public", params: ShareToken } as const;

/** The page of a visit; a visitor who has guessed too often gets a page as well, not the edge's problem. */
async function visitPage(scope: Scope, visit: Visit): Promise<Page> {
  try {
    return toPage(await openLink(scope, visit), { path: `/s/${visit.token}`, publicUrl: scope.settings.publicUrl });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "rate_limited") throw error;
    return shareBusyPage({ retryAfterSeconds: error.retryAfterSeconds ?? 1 });
  }
}

export const pageRoutes = [
  route({
    ...address,
    name: "showShare",
    method: "GET",
    doc:
      "A shared prompt as a page for people. Counts one view; HEAD, link previews and crawlers count none. The page of " +
      "a link that cannot be opened has status 401 (asks for the password), 404, 410 or 429.",
    reply: htmlPage(),
    pageStatuses: [401, 404, 410, 429],
    run: (scope, { params }) =>
      visitPage(scope, { token: params.token, password: passwordOf(scope.request), visitor: visitorOf(scope.request) }),
  }),
  route({
    ...address,
    name: "openShareWithPassword",
    method: "POST",
    doc: "The form of that page: opens the link with its password. Counts one view, whoever sends it.",
    bodyKind: "form",
    body: OpenForm,
    reply: htmlPage(),
    pageStatuses: [401, 404, 410, 429],
    run: (scope, { params, body }) =>
      visitPage(scope, { token: params.token, password: body.password || null, visitor: "person" }),
  }),
];
