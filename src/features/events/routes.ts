import { eventStream, route } from "../../feature.ts";
import { EventsHeaders, EventsQuery } from "./schema.ts";
import { streamChanges } from "./service.ts";

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
    run: async (scope, { query }) => {
      const header = scope.request.headers["last-event-id"];
      return streamChanges(scope, typeof header === "string" ? header : query.lastEventId);
    },
  }),
];
