import { ok, route } from "../../../feature.ts";
import { VERSION, VERSION_PAGE } from "../examples.ts";
import { PromptId } from "../schema.ts";
import { Version, VersionId, VersionPage, VersionQuery } from "./schema.ts";
import { listVersions, readVersion } from "./service.ts";

export const routes = [
  route({
    name: "listVersions",
    tag: "Prompts",
    method: "GET",
    path: "/prompts/:id/versions",
    doc: "The history of a prompt, newest first: who, when and why.",
    access: "user",
    keyScope: "prompts:read",
    params: PromptId,
    query: VersionQuery,
    reply: ok(VersionPage),
    example: { reply: VERSION_PAGE },
    fails: ["not_found", "invalid_cursor"],
    run: (scope, { params, query }) => listVersions(scope, params.id, query),
  }),
  route({
    name: "readVersion",
    tag: "Prompts",
    method: "GET",
    path: "/prompts/:id/versions/:version",
    doc: "One version of a prompt, as it was written. It never changes.",
    access: "user",
    keyScope: "prompts:read",
    params: VersionId,
    reply: ok(Version),
    example: { reply: VERSION },
    fails: ["not_found"],
    run: (scope, { params }) => readVersion(scope, params),
  }),
];
