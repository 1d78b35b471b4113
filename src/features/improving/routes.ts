import { ok, route } from "../../feature.ts";
import { ENHANCEMENT, EnhanceInput, Enhancement, TASK } from "../enrichment/index.ts";
import { applyChosen } from "./apply.ts";
import { enhancePrompt } from "./enhance.ts";
import { APPLICATION, APPLY } from "./examples.ts";
import { Application, ApplyInput } from "./schema.ts";

const common = { tag: "Enrichment", method: "POST", access: "user", keyScope: "enrichment", ifMatch: true } as const;
const SAVING = ["not_found", "version_moved", "too_many_versions", "publish_blocked"] as const;

export const routes = [
  route({
    ...common,
    name: "enhancePrompt",
    path: "/enrichment/enhance",
    flag: "enhancement",
    doc:
      "Improve a prompt and prove what changed. The gravest one to three findings are repaired, each as a change of its own; " +
      "variables and fenced blocks survive byte for byte, and the score never drops. A retired model hands over to its " +
      "replacement; when a model's replies do not hold, the built-in engine answers instead, and `notice` says so. Each call " +
      "that asks a model or changes something counts as one enrichment of the month, also when the model's replies do not " +
      "hold, when it declines, and when the connection is cut once it was asked. `already_good` without a model and failures " +
      "of the provider or the server cost nothing; but once providers failed twice a month's quota of your calls within 24 " +
      "hours, none is asked for you until the oldest of them is a day old (429 with `Retry-After`). The same question is " +
      "answered alike for 24 hours, at no cost (`cached`); so is what was improved: asked again, it is `already_good`. With " +
      "`save` the result becomes a new version of the prompt, unless the prompt has another one by then (412); `If-Match` " +
      "with its ETag is heeded before anything is spent. For a stored prompt an API key needs the scope prompts:read as well. " +
      "As a stream, `start` comes before the model is asked, each `delta` holds one change as soon as it is written (`text` " +
      "is what it puts in place), and `result` holds what counts; a request that joins an equal one has no `delta`.",
    body: EnhanceInput,
    reply: ok(Enhancement),
    fails: [
      ...SAVING,
      ...(["quota_exhausted", "provider_declined", "provider_failed"] as const),
      ...(["provider_not_configured", "provider_timeout"] as const),
    ],
    streams: true,
    idempotent: "lease",
    example: { body: { text: TASK }, reply: ENHANCEMENT },
    run: (scope, { body }) => enhancePrompt(scope, body),
  }),
  route({
    ...common,
    name: "applyEnhancement",
    path: "/enrichment/apply",
    doc:
      "Accept some or all changes of an enhancement. Its prompt gets a new version with your message; labels stay where they " +
      "are. A prompt that was edited since takes the changes that still match it exactly, and 412 says which does not; " +
      "applied twice, nothing happens the second time. For text that came with the request the text is given back and " +
      "nothing is stored. It asks no model and costs nothing. An API key that changes a prompt by it needs the scopes " +
      "prompts:read and prompts:write as well.",
    body: ApplyInput,
    reply: ok(Application),
    etag: "sometimes",
    fails: SAVING,
    idempotent: "transaction",
    example: { body: APPLY, reply: APPLICATION },
    run: (scope, { body }) => applyChosen(scope, body),
  }),
];
