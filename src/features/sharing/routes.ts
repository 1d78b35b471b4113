import { z } from "zod";
import { created, noContent, ok, route } from "../../feature.ts";
import { toJson } from "./answers.ts";
import { LINK, LISTED, OWN_LINK, SHARED } from "./examples.ts";
import { createLink, revokeOwnLink, updateLink } from "./links.ts";
import { ListedPage, ListedQuery, MySharesQuery, OwnLinkPage } from "./list-schema.ts";
import { listOwnLinks, listPublicLinks } from "./list.ts";
import { passwordOf } from "./password.ts";
import { NewShare, OwnAddress, OwnLink, ShareChanges, SharedPrompt, ShareLink, ShareToken } from "./schema.ts";
import { openLink } from "./visit.ts";
import { visitorOf } from "./visitor.ts";

const tag = "Sharing";
const PasswordHeader = z.object({
  "X-Share-Password": z.string().optional().meta({ description: "The link's password, when it has one" }),
});
export const routes = [
  route({
    name: "createShare",
    tag,
    method: "POST",
    path: "/sharing/create",
    doc:
      "Make a link to one of your prompts: to one version, to what a label names at the moment, or to the newest. " +
      "Whoever has the link may open it, also when the prompt is private: with a password, a number of views or an " +
      "end, if you set them. The token is shown only in this answer.",
    access: "user",
    keyScope: "sharing",
    body: NewShare,
    reply: created(ShareLink),
    fails: ["not_found", "link_limit_reached", "publish_blocked"],
    secret: true,
    idempotent: "transaction",
    example: {
      body: { promptId: LINK.promptId, password: "open sesame", maxViews: 10, expiresAt: LINK.expiresAt },
      reply: LINK,
    },
    prepare: async ({ ports }, { body }) => (body.password === undefined ? null : ports.passwords.hash(body.password)),
    run: (scope, { body, prepared }) => createLink(scope, body, prepared),
  }),
  route({
    name: "listMyShares",
    tag,
    method: "GET",
    path: "/sharing/my-shares",
    doc:
      "List your links, newest first, with what became of their visits. `viewCount` is exact; the other figures are " +
      "written together and up to two seconds late. Revoked links are not listed.",
    access: "user",
    keyScope: "sharing",
    query: MySharesQuery,
    reply: ok(OwnLinkPage),
    fails: ["invalid_cursor"],
    example: { reply: { data: [OWN_LINK], pagination: { limit: 20, hasMore: false, nextCursor: null } } },
    run: (scope, { query }) => listOwnLinks(scope, query),
  }),
  route({
    name: "listPublicShares",
    tag,
    method: "GET",
    path: "/sharing/public",
    doc:
      "List the links whose owners made them public and gave them no password, newest first, as long as they can be " +
      "opened. Reading the list counts no view.",
    access: "public",
    query: ListedQuery,
    reply: ok(ListedPage),
    fails: ["invalid_cursor"],
    example: { reply: { data: [LISTED], pagination: { limit: 20, hasMore: false, nextCursor: null } } },
    run: (scope, { query }) => listPublicLinks(scope, query),
  }),
  route({
    name: "openShare",
    tag,
    method: "GET",
    path: "/sharing/:token",
    doc:
      "Read a shared prompt. Counts one view; HEAD, link previews and crawlers count none. A protected link wants its " +
      "password in `X-Share-Password`.",
    access: "public",
    headers: PasswordHeader,
    params: ShareToken,
    reply: ok(SharedPrompt),
    fails: ["share_password_required", "share_password_wrong", "not_found", "share_gone"],
    example: { reply: SHARED },
    run: async (scope, { params }) => {
      const { request } = scope;
      const visit = { token: params.token, password: passwordOf(request), visitor: visitorOf(request) };
      return toJson(await openLink(scope, visit));
    },
  }),
  route({
    name: "updateShare",
    tag,
    method: "PUT",
    path: "/sharing/:token",
    doc:
      "Change one of your links; what is not given stays as it is. Whoever opens it from then on, on any process, meets " +
      "the new rules. Fewer `maxViews` than there were views close it, more open it again, and so does a later end.",
    access: "user",
    keyScope: "sharing",
    params: OwnAddress,
    body: ShareChanges,
    reply: ok(OwnLink),
    fails: ["not_found", "publish_blocked"],
    example: { body: { password: null, maxViews: 20 }, reply: { ...OWN_LINK, hasPassword: false, maxViews: 20 } },
    prepare: async ({ ports }, { body: { password } }) =>
      typeof password === "string" ? ports.passwords.hash(password) : password,
    run: (scope, { params, body, prepared }) => updateLink(scope, params.token, body, prepared),
  }),
  route({
    name: "revokeShare",
    tag,
    method: "DELETE",
    path: "/sharing/:token",
    doc: "End one of your links. It is dead at once, on every process, and stays dead.",
    access: "user",
    keyScope: "sharing",
    params: OwnAddress,
    reply: noContent(),
    fails: ["not_found"],
    run: (scope, { params }) => revokeOwnLink(scope, params.token),
  }),
];
