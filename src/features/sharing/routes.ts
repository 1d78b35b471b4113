import { z } from "zod";
import { created, noContent, ok, route } from "../../feature.ts";
import { toJson } from "./answers.ts";
import { createLink, revokeOwnLink } from "./links.ts";
import { passwordOf } from "./password.ts";
import { NewShare, SharedPrompt, ShareLink, ShareToken } from "./schema.ts";
import { openLink } from "./visit.ts";
import { visitorOf } from "./visitor.ts";

const tag = "Sharing";
const PasswordHeader = z.object({
  "X-Share-Password": z.string().optional().meta({ description: "The link's password, when it has one" }),
});
const promptId = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10";
const token = "x".repeat(43);
const link: ShareLink = {
  token,
  url: `https://promptr.example/s/${token}`,
  promptId,
  version: null,
  isPublic: false,
  hasPassword: true,
  maxViews: 10,
  expiresAt: "2027-01-31T12:00:00.000Z",
  viewCount: 0,
  createdAt: "2026-11-22T12:00:00.000Z",
};
const shared: SharedPrompt = {
  title: "Explain a paper",
  description: null,
  role: null,
  task: "Explain the paper to a curious reader.",
  context: null,
  requirements: null,
  style: null,
  output: null,
  rawPrompt: "Explain the paper to a curious reader.",
  selectedModel: "claude-3-5-sonnet",
  version: 1,
  sharedBy: "Test User",
  views: { used: 1, max: 10 },
  isPublic: false,
  expiresAt: link.expiresAt,
};

export const routes = [
  route({
    name: "createShare",
    tag,
    method: "POST",
    path: "/sharing/create",
    doc:
      "Make a link to one of your prompts. Whoever has the link may open it: with a password, a number of views or an " +
      "end, if you set them. The token is shown only in this answer.",
    access: "user",
    keyScope: "sharing",
    body: NewShare,
    reply: created(ShareLink),
    fails: ["not_found", "link_limit_reached"],
    secret: true,
    idempotent: "transaction",
    example: { body: { promptId, password: "open sesame", maxViews: 10, expiresAt: link.expiresAt }, reply: link },
    prepare: async ({ ports }, { body }) => (body.password === undefined ? null : ports.passwords.hash(body.password)),
    run: (scope, { body, prepared }) => createLink(scope, body, prepared),
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
    example: { reply: shared },
    run: async (scope, { params }) => {
      const { request } = scope;
      const visit = { token: params.token, password: passwordOf(request), visitor: visitorOf(request) };
      return toJson(await openLink(scope, visit));
    },
  }),
  route({
    name: "revokeShare",
    tag,
    method: "DELETE",
    path: "/sharing/:token",
    doc: "End one of your links. It is dead at once and stays dead.",
    access: "user",
    keyScope: "sharing",
    params: ShareToken,
    reply: noContent(),
    fails: ["not_found"],
    run: (scope, { params }) => revokeOwnLink(scope, params.token),
  }),
];
