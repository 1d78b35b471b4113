import { AS_AUTH } from "../../db/identity.ts";
import { accepted, ok, route } from "../../feature.ts";
import { through } from "../../scope.ts";
import { Broadcast, BroadcastId, BroadcastPage, BroadcastQuery, BroadcastReply, NewBroadcast } from "./schema.ts";
import { endBroadcast, listBroadcasts, reachOf, readBroadcast, sendBroadcast, tryBroadcast } from "./service.ts";

const admin = { tag: "Admin", access: "admin", keyScope: null } as const;
const content = {
  title: "Maintenance on Sunday",
  text: "On Sunday between 8 and 9 o'clock (UTC) prompts can be read but not changed.",
  channels: ["in_app", "mail"] as ("in_app" | "mail")[],
  audience: { subscriptionTier: "pro" as const },
};
const broadcast: Broadcast = {
  ...content,
  dryRun: false,
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
  state: "running",
  people: 412,
  queued: 240,
  sent: 160,
  suppressed: 11,
  failed: 1,
  createdAt: "2026-11-22T12:00:00.000Z",
  finishedAt: null,
};

export const routes = [
  route({
    ...admin,
    name: "sendBroadcast",
    method: "POST",
    path: "/admin/broadcast",
    doc:
      "Tell many people something, in the product, by mail or both. Jobs do it; who switched such mail off gets none. " +
      "`dryRun` answers (200) how many and whom. More than 1,000 people are told only with the `dryRunToken` of such an answer, " +
      "which holds for exactly this content and audience, for 15 minutes, once, and while the audience has not grown by more " +
      "than 5 % (or ten people).",
    body: NewBroadcast,
    reply: accepted(BroadcastReply),
    orStatus: 200,
    idempotent: "transaction",
    fails: ["dry_run_required"],
    example: { body: { ...content, dryRun: true }, reply: broadcast },
    prepare: (scope, { body }) => reachOf(scope, body),
    run: async (scope, { body, prepared }) =>
      body.dryRun ? tryBroadcast(scope, body, prepared) : sendBroadcast(scope, body, prepared),
  }),
  route({
    ...admin,
    name: "listBroadcasts",
    method: "GET",
    path: "/admin/broadcasts",
    doc: "What was told to many, newest first, and how far each has come.",
    query: BroadcastQuery,
    reply: ok(BroadcastPage),
    fails: ["invalid_cursor"],
    example: { reply: { data: [broadcast], pagination: { limit: 20, hasMore: false, nextCursor: null } } },
    run: (scope, { query }) => listBroadcasts(scope, query),
  }),
  route({
    ...admin,
    name: "readBroadcast",
    method: "GET",
    path: "/admin/broadcasts/:id",
    doc: "How far a broadcast has come.",
    params: BroadcastId,
    reply: ok(Broadcast),
    fails: ["not_found"],
    example: { reply: broadcast },
    run: (scope, { params }) => readBroadcast(through(scope, AS_AUTH), params.id),
  }),
  route({
    ...admin,
    name: "cancelBroadcast",
    method: "POST",
    path: "/admin/broadcasts/:id/cancel",
    doc: "End a broadcast that is under way. Who has been told has been told; nobody else is, but for mails that are just leaving.",
    params: BroadcastId,
    reply: ok(Broadcast),
    fails: ["not_found", "broadcast_finished"],
    example: { reply: { ...broadcast, state: "cancelled", finishedAt: "2026-11-22T12:01:00.000Z" } },
    run: (scope, { params }) => endBroadcast(scope, params.id),
  }),
];
