import { eventStream, route } from "../../feature.ts";
import { EventsHeaders, EventsQuery } from "./schema.ts";
import { streamChanges } from "./service.ts";

const STREAM = [
  "retry: 1000\n\n",
  "event: label.moved\nid: 4711.1795348800\n",
  'data: {"promptId":"0199f0a2-7c1e-7000-8000-000000000001","label":"production","version":3,"at":"2026-11-22T12:00:00.000Z"}\n\n',
].join("");

export const routes = [
  route({
    name: "streamPromptEvents",
    tag: "Prompts",
    method: "GET",
    path: "/prompts/events",
    doc:
      "Hear of changes to your prompts as they happen, as server-sent events: `version.created`, `label.moved`, " +
      "`label.removed`, `prompt.updated`, `prompt.deleted`, `prompt.restored`, each with ids and numbers to refresh a " +
      "cache by, and `changes.missed` when everything must be read anew. `Last-Event-ID` goes on where the client left; " +
      "events of the last day are kept, and some may come twice. The stream ends when the credential ends.",
    access: "user",
    keyScope: "prompts:read",
    query: EventsQuery,
    headers: EventsHeaders,
    reply: eventStream(),
    example: { reply: STREAM },
    run: async (scope, { query }) => {
      const header = scope.request.headers["last-event-id"];
      return streamChanges(scope, typeof header === "string" ? header : query.lastEventId);
    },
  }),
];
