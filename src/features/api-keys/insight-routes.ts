import { ok, route } from "../../feature.ts";
import { API_KEY_USAGE, EXPLANATION } from "./examples.ts";
import { explainKey } from "./explain.ts";
import { own } from "./routes.ts";
import { ApiKeyId, Explanation, Question } from "./schema.ts";
import { readUsage } from "./usage.ts";
import { ApiKeyUsage, UsageQuery } from "./usage-schema.ts";

export const routes = [
  route({
    ...own,
    name: "explainApiKey",
    method: "POST",
    path: "/api-keys/:id/explain",
    doc:
      "Ask what an API key may do now, and why. With `method` and `path` only about that operation; with `address` as " +
      "if the call came from there. Nothing is called and nothing is counted.",
    params: ApiKeyId,
    body: Question,
    reply: ok(Explanation),
    fails: ["not_found"],
    example: { body: { method: "POST", path: "/api/v1/prompts", address: "203.0.113.7" }, reply: EXPLANATION },
    run: (scope, { params, body }) => explainKey(scope, params.id, body),
  }),
  route({
    ...own,
    name: "readApiKeyUsage",
    method: "GET",
    path: "/api-keys/usage",
    doc:
      "How much your API keys were used: what is left of the month, and calls by key and day (UTC). What a deleted key " +
      "did is in the month's number only.",
    query: UsageQuery,
    reply: ok(ApiKeyUsage),
    fails: ["not_found"],
    example: { reply: API_KEY_USAGE },
    run: (scope, { query }) => readUsage(scope, query),
  }),
];
