import { accepted, ok, route } from "../../feature.ts";
import { caseRoutes } from "./case-routes.ts";
import { TestListQuery } from "./case-schema.ts";
import { compareVersions } from "./compare.ts";
import { ANSWER, COMPARISON, DONE_RUN, QUEUED_RUN, RUN, RUN_PAGE, TEST_RUN } from "./examples.ts";
import { runPrompt } from "./run.ts";
import { PromptId, Run, RunInput } from "./schema.ts";
import * as schema from "./test-schema.ts";
import { listRuns, planRun, readRun, startRun } from "./tests.ts";

const reading = { tag: "Tests", access: "user", keyScope: "prompts:read" } as const;
const asking = { access: "user", keyScope: "enrichment", flag: "runs" } as const;

export const routes = [
  route({
    ...asking,
    tag: "Rendering",
    name: "runPrompt",
    method: "POST",
    path: "/prompts/:id/run",
    doc:
      "Fill in the variables of a prompt, as `render` does, and ask a model for the answer: the part `role` is the system's " +
      "message, the rest the user's. `model` says which; else the prompt's own, and one that is offered no more hands over to " +
      "its replacement, which `notice` says. It counts as one enrichment of the month and against what models may cost a day; " +
      "failures of the provider or the server cost nothing, an answer that was declined or cut off by the caller counts. An " +
      "API key needs `prompts:read` as well. As a stream, `start` comes before the model is asked, each `delta` holds the " +
      "next piece of `text`, and `result` the whole. An answer of more than 65,536 characters of JSON is not " +
      "kept for a repeated Idempotency-Key, which then is told `idempotency_answer_gone`.",
    params: PromptId,
    body: RunInput,
    reply: ok(Run),
    fails: [
      ...(["not_found", "template_invalid", "variable_missing", "quota_exhausted"] as const),
      ...(["provider_declined", "provider_failed", "provider_not_configured", "provider_timeout"] as const),
    ],
    streams: true,
    idempotent: "lease",
    example: { body: RUN, reply: ANSWER },
    run: (scope, { params, body }) => runPrompt(scope, params.id, body),
  }),
  route({
    ...asking,
    tag: "Tests",
    name: "startTestRun",
    method: "POST",
    path: "/prompts/:id/tests/run",
    doc:
      "Ask a model for the answer to every test case of a prompt, at a label, a version, or the newest, and check what is " +
      "expected of it. This goes on by itself: the answer says where to look. Every case counts as one enrichment of the month, " +
      "and one more for each model that judges it; when they are used up the run ends as `failed` with what it has. A prompt " +
      "has one run at a time, an account 20 a day. A run in which no case got an answer, because the provider was away, ends as " +
      "`failed` with the reason, costs none of the month, and is not compared; it counts as one of the day. Runs are kept for 90 days. An API key needs `prompts:read` as well.",
    params: PromptId,
    body: schema.TestRunInput,
    reply: accepted(schema.TestRun),
    fails: ["not_found", "no_test_cases", "test_run_running", "provider_not_configured"],
    idempotent: "transaction",
    example: { body: TEST_RUN, reply: QUEUED_RUN },
    prepare: (scope, { params, body }) => planRun(scope, params.id, body),
    run: (scope, { params, prepared }) => startRun(scope, params.id, prepared),
  }),
  route({
    ...reading,
    name: "listTestRuns",
    method: "GET",
    path: "/prompts/:id/tests/runs",
    doc: "The test runs of a prompt, newest first, with how many cases passed and what they took.",
    params: PromptId,
    query: TestListQuery,
    reply: ok(schema.TestRunPage),
    fails: ["not_found", "invalid_cursor"],
    example: { reply: RUN_PAGE },
    run: (scope, { params, query }) => listRuns(scope, params.id, query),
  }),
  route({
    ...reading,
    name: "readTestRun",
    method: "GET",
    path: "/prompts/:id/tests/runs/:runId",
    doc: "One test run with what has been found so far: each case's answer, and each of its expectations with the reason.",
    params: schema.TestRunId,
    reply: ok(schema.TestRunWithResults),
    fails: ["not_found"],
    example: { reply: DONE_RUN },
    run: (scope, { params }) => readRun(scope, params),
  }),
  route({
    ...reading,
    name: "compareTestRuns",
    method: "GET",
    path: "/prompts/:id/tests/compare",
    doc:
      "Compare what the newest finished test runs of two versions found: which cases got better or worse, and what that costs. " +
      "A case without an answer, or with one that could not be judged, is `unjudged`: it says nothing of the prompt. " +
      "Models answer differently each time, so one run of each is a hint; name a `model` to compare like with like.",
    params: PromptId,
    query: schema.CompareQuery,
    reply: ok(schema.TestComparison),
    fails: ["not_found"],
    example: { reply: COMPARISON },
    run: (scope, { params, query }) => compareVersions(scope, params.id, query),
  }),
  ...caseRoutes,
];
