import { ok, route } from "../../../feature.ts";
import { PROMPT, VERSION, VERSION_DIFF, VERSION_PAGE } from "../examples.ts";
import { Prompt, PromptId } from "../schema.ts";
import { compareVersions } from "./compare.ts";
import { restoreVersion } from "./restore.ts";
import { DiffQuery, Restoration, Version, VersionDiff, VersionId, VersionPage, VersionQuery } from "./schema.ts";
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
    etag: true,
    example: { reply: VERSION },
    fails: ["not_found"],
    run: (scope, { params }) => readVersion(scope, params),
  }),
  route({
    name: "compareVersions",
    tag: "Prompts",
    method: "GET",
    path: "/prompts/:id/diff",
    doc: "What changed between two versions: the last change when none is named. Word by word, and as a unified diff.",
    access: "user",
    keyScope: "prompts:read",
    params: PromptId,
    query: DiffQuery,
    reply: ok(VersionDiff),
    example: { reply: VERSION_DIFF },
    fails: ["not_found"],
    run: (scope, { params, query }) => compareVersions(scope, params.id, query),
  }),
  route({
    name: "restoreVersion",
    tag: "Prompts",
    method: "POST",
    path: "/prompts/:id/versions/:version/restore",
    doc:
      "Roll back: a new version with the content of an old one. Title, tags and labels stay as they are; a content that is " +
      "the newest already makes no version.",
    access: "user",
    keyScope: "prompts:write",
    params: VersionId,
    body: Restoration,
    reply: ok(Prompt),
    etag: true,
    ifMatch: true,
    fails: ["not_found", "version_moved", "too_many_versions", "publish_blocked"],
    example: { body: { message: "Back to what worked" }, reply: PROMPT },
    run: (scope, { params, body }) => restoreVersion(scope, params, body),
  }),
];
