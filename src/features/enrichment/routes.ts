import { ok, route } from "../../feature.ts";
import { enhance } from "./enhance/enhance.ts";
import { CATALOGUE, ENHANCEMENT, SUGGESTIONS, TASK, VALIDATION } from "./examples.ts";
import { Catalogue, Enhancement, Suggestions, Validation } from "./replies.ts";
import { EnhanceInput, SuggestionsQuery, ValidateInput } from "./schema.ts";
import { listModels, suggest, validate } from "./service.ts";

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
      "it is written for, so a retired one lowers the score.",
    access: "public",
    anonymousLimit: "validateAnonymous",
    body: ValidateInput,
    reply: ok(Validation),
    fails: ["not_found"],
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
      "question to answer first. No AI model is asked.",
    access: "user",
    keyScope: "enrichment",
    query: SuggestionsQuery,
    reply: ok(Suggestions),
    fails: ["not_found"],
    example: { reply: SUGGESTIONS },
    run: (scope, { query }) => suggest(scope, query),
  }),
  route({
    name: "listModels",
    tag,
    method: "GET",
    path: "/enrichment/models",
    doc:
      "List the known models with prices, limits, and when they retire. `promptr-builtin` needs no key; `defaultModel` is " +
      "used where a request names none.",
    access: "user",
    keyScope: "enrichment",
    reply: ok(Catalogue),
    example: { reply: CATALOGUE },
    run: async (scope) => listModels(scope),
  }),
  route({
    name: "enhancePrompt",
    tag,
    method: "POST",
    path: "/enrichment/enhance",
    flag: "enhancement",
    doc:
      "Improve a prompt and prove what changed. The gravest one to three findings are repaired, each as a change of its own; " +
      "variables and fenced blocks survive byte for byte, and the score never drops. A retired model hands over to its " +
      "replacement; when a model's replies do not hold, the built-in engine answers instead, and `notice` says so. Each call " +
      "that asks a model or changes something counts as one enrichment of the month, also when the model's replies do not " +
      "hold, when it declines, and when the connection is cut once it was asked. `already_good` without a model and failures " +
      "of the provider or the server cost nothing; but once providers failed twice a month's quota of your calls within 24 " +
      "hours, none is asked for you until the oldest of them is a day old (429 with `Retry-After`). As a stream, `start` comes before the model is asked, each `delta` holds one change " +
      "as soon as it is written (`text` is what it puts in place), and `result` holds what counts.",
    access: "user",
    keyScope: "enrichment",
    body: EnhanceInput,
    reply: ok(Enhancement),
    fails: ["not_found", "quota_exhausted", "provider_failed", "provider_not_configured", "provider_timeout"],
    streams: true,
    idempotent: "lease",
    example: { body: { text: TASK }, reply: ENHANCEMENT },
    run: (scope, { body }) => enhance(scope, body),
  }),
];
