import { created, noContent, ok, route } from "../../feature.ts";
import { API_KEY, API_KEY_PAGE, CREATED_API_KEY, NEW_API_KEY, ROTATED_API_KEY } from "./examples.ts";
import { rotateKey } from "./rotate.ts";
import {
  ApiKey,
  ApiKeyChanges,
  ApiKeyId,
  ApiKeyPage,
  ApiKeyQuery,
  CreatedApiKey,
  NewApiKey,
  RotatedApiKey,
  Rotation,
} from "./schema.ts";
import { createKey, listKeys, readKey, removeKey, updateKey } from "./service.ts";

/** No key may make, see or change keys: a stolen one must not be able to outlive its end. */
export const own = { tag: "API keys", access: "user", keyScope: null } as const;

export const routes = [
  route({
    ...own,
    name: "listApiKeys",
    method: "GET",
    path: "/api-keys",
    doc: "List your API keys, newest first; an account has at most 50.",
    query: ApiKeyQuery,
    reply: ok(ApiKeyPage),
    fails: ["invalid_cursor"],
    example: { reply: API_KEY_PAGE },
    run: (scope, { query }) => listKeys(scope, query),
  }),
  route({
    ...own,
    name: "createApiKey",
    method: "POST",
    path: "/api-keys",
    doc:
      "Make an API key. The key is shown only in this answer. Send it as `X-API-Key`; it may do what its scopes say, " +
      "until it expires, from its networks, as often as the month's calls (UTC) allow: `X-Quota-Api-Calls-Limit`, " +
      "`X-Quota-Api-Calls-Remaining` and `X-Quota-Api-Calls-Reset` (Unix seconds) on its answers say what is left.",
    body: NewApiKey,
    reply: created(CreatedApiKey),
    etag: true,
    secret: true,
    idempotent: "transaction",
    fails: ["api_key_limit_reached"],
    example: { body: NEW_API_KEY, reply: CREATED_API_KEY },
    run: (scope, { body }) => createKey(scope, body),
  }),
  route({
    ...own,
    name: "readApiKey",
    method: "GET",
    path: "/api-keys/:id",
    doc: "Read one of your API keys: what it may do, when and from where it was last used. Never the key itself.",
    params: ApiKeyId,
    reply: ok(ApiKey),
    etag: true,
    fails: ["not_found"],
    example: { reply: API_KEY },
    run: (scope, { params }) => readKey(scope, params.id),
  }),
  route({
    ...own,
    name: "updateApiKey",
    method: "PUT",
    path: "/api-keys/:id",
    doc:
      "Change the given fields of an API key and keep the others; null takes its end or its networks away. It counts " +
      "within a second. `If-Match` refuses to write over a change you have not seen; that the key was used is none.",
    params: ApiKeyId,
    body: ApiKeyChanges,
    reply: ok(ApiKey),
    etag: true,
    ifMatch: true,
    fails: ["not_found", "version_moved"],
    example: { body: { scopes: NEW_API_KEY.scopes, allowedCidrs: null }, reply: { ...API_KEY, allowedCidrs: null } },
    run: (scope, { params, body }) => updateKey(scope, params.id, body),
  }),
  route({
    ...own,
    name: "deleteApiKey",
    method: "DELETE",
    path: "/api-keys/:id",
    doc: "End an API key for good, with what was counted for it. It stops working within a second.",
    params: ApiKeyId,
    reply: noContent(),
    ifMatch: true,
    fails: ["not_found", "version_moved"],
    run: (scope, { params }) => removeKey(scope, params.id),
  }),
  route({
    ...own,
    name: "rotateApiKey",
    method: "POST",
    path: "/api-keys/:id/rotate",
    doc:
      "Give an API key a new secret, shown only in this answer. The old secret works on for `overlapSeconds` (a day " +
      "unless you say otherwise, 7 days at most), and `rotation` says whether somebody still uses it. While it works, " +
      "another rotation is refused with 409; `overlapSeconds: 0` is not, and ends every older secret at once: for a " +
      "secret that leaked, or an answer that was lost. Within 10 seconds of a rotation any other is refused with 409, " +
      "so that a double click or a retry cannot take away what was just handed out.",
    params: ApiKeyId,
    body: Rotation,
    reply: ok(RotatedApiKey),
    etag: true,
    secret: true,
    idempotent: "transaction",
    fails: ["not_found", "api_key_expired", "rotation_running"],
    example: { body: { overlapSeconds: 86_400 }, reply: ROTATED_API_KEY },
    run: (scope, { params, body }) => rotateKey(scope, params.id, body),
  }),
];
