import { ok, route } from "../../feature.ts";
import { SUGGESTIONS, TASK, VALIDATION } from "./examples.ts";
import { Suggestions, Validation } from "./replies.ts";
import { SuggestionsQuery, ValidateInput } from "./schema.ts";
import { suggest, validate } from "./service.ts";

const tag = "Enrichment";

export const routes = [
  route({
    name: "validatePrompt",
    tag,
    method: "POST",
    path: "/enrichment/validate",
    doc:
      "Judge a prompt and say why. No AI model is asked and nothing is stored. Give the text, its parts, or the id of a " +
      "prompt of your own; without a credential every `promptId` is 404. A stored prompt is judged together with the model " +
      "it is written for, so a retired one lowers the score; an API key needs the scope prompts:read for it.",
    access: "public",
    anonymousLimit: "validateAnonymous",
    body: ValidateInput,
    reply: ok(Validation),
    fails: ["not_found", "insufficient_scope"],
    example: { body: { text: TASK }, reply: VALIDATION },
    run: (scope, { body }) => validate(scope, body),
  }),
  route({
    name: "suggestImprovements",
    tag,
    method: "GET",
    path: "/enrichment/suggestions",
    doc:
      "List what is worth changing in a prompt, the most useful first. Each comes with the edit that makes it or with the " +
      "question to answer first. No AI model is asked. For a stored prompt an API key needs the scope prompts:read as well.",
    access: "user",
    keyScope: "enrichment",
    query: SuggestionsQuery,
    reply: ok(Suggestions),
    fails: ["not_found"],
    example: { reply: SUGGESTIONS },
    run: (scope, { query }) => suggest(scope, query),
  }),
];
