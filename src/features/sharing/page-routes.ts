import type { Page } from "../../contract/html.ts";
import { Failure } from "../../errors.ts";
import { htmlPage, route } from "../../feature.ts";
import type { Scope } from "../../scope.ts";
import { toPage } from "./answers.ts";
import { type Filling, formOf } from "./filling.ts";
import { shareBusyPage } from "./page.ts";
import { passwordOf } from "./password.ts";
import { FillBody, OpenForm, ShareToken } from "./schema.ts";
import { openLink, type Outcome, reopenLink } from "./visit.ts";
import { visitorOf } from "./visitor.ts";

const address = { tag: "Pages", root: true, access: "public", params: ShareToken } as const;
const PAGE = "/s/:token";

/** The page of a visit; a visitor who has guessed too often gets a page as well, not the edge's problem. */
async function visitPage(scope: Scope, token: string, visit: () => Promise<Outcome>, filling?: Filling): Promise<Page> {
  try {
    const outcome = await visit();
    const form = await formOf(scope, token, outcome, filling);
    return toPage(outcome, { path: `/s/${token}`, publicUrl: scope.settings.publicUrl }, form);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "rate_limited") throw error;
    return shareBusyPage({ retryAfterSeconds: error.retryAfterSeconds ?? 1 });
  }
}

export const pageRoutes = [
  route({
    ...address,
    path: PAGE,
    name: "showShare",
    method: "GET",
    doc:
      "A shared prompt as a page for people. Counts one view; HEAD, link previews and crawlers count none. The page of " +
      "a link that cannot be opened has status 401 (asks for the password), 404, 410 or 429.",
    reply: htmlPage(),
    pageStatuses: [401, 404, 410, 429],
    run: (scope, { params: { token } }) => {
      const visit = { token, password: passwordOf(scope.request), visitor: visitorOf(scope.request) };
      return visitPage(scope, token, () => openLink(scope, visit));
    },
  }),
  route({
    ...address,
    path: PAGE,
    name: "openShareWithPassword",
    method: "POST",
    doc: "The form of that page: opens the link with its password. Counts one view, whoever sends it.",
    bodyKind: "form",
    body: OpenForm,
    example: { body: { password: "open sesame" } },
    reply: htmlPage(),
    pageStatuses: [401, 404, 410, 429],
    run: (scope, { params: { token }, body }) => {
      const visit = { token, password: body.password || null, visitor: "person" } as const;
      return visitPage(scope, token, () => openLink(scope, visit));
    },
  }),
  route({
    ...address,
    path: `${PAGE}/fill`,
    name: "fillShare",
    method: "POST",
    doc:
      "The other form of that page: shows the prompt with its variables filled in. Counts no view, because `pass`, which " +
      "is in the page, says that its bearer has been shown this version; a link that is revoked, expired or has a new " +
      "password shows nothing to it. A field that is missing, or of another type, is named beside the field, with status 422.",
    bodyKind: "form",
    body: FillBody,
    example: { body: { pass: "1.1795348800.c2lnbmF0dXJl", values: { version: "2.4.0" } } },
    reply: htmlPage(),
    pageStatuses: [404, 410, 422],
    run: (scope, { params: { token }, body: { pass, values } }) =>
      visitPage(scope, token, () => reopenLink(scope, { token, pass }), { pass, sent: values }),
  }),
];
