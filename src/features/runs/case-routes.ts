import { created, noContent, ok, route } from "../../feature.ts";
import { TestCase, TestCaseId, TestCaseInput, TestCasePage, TestListQuery } from "./case-schema.ts";
import { createCase, listCases, readCase, removeCase, replaceCase } from "./cases.ts";
import { CASE_PAGE, STORED_CASE, TEST_CASE } from "./examples.ts";
import { PromptId } from "./schema.ts";

const reading = { tag: "Tests", access: "user", keyScope: "prompts:read" } as const;
const writing = { tag: "Tests", access: "user", keyScope: "prompts:write" } as const;
const path = "/prompts/:id/tests/:testId";

/** Below those whose last part is a word of its own, which `:testId` would take. */
export const caseRoutes = [
  route({
    ...reading,
    name: "listTestCases",
    method: "GET",
    path: "/prompts/:id/tests",
    doc: "The test cases of a prompt, oldest first. A prompt has at most 50.",
    params: PromptId,
    query: TestListQuery,
    reply: ok(TestCasePage),
    fails: ["not_found", "invalid_cursor"],
    example: { reply: CASE_PAGE },
    run: (scope, { params, query }) => listCases(scope, params.id, query),
  }),
  route({
    ...writing,
    name: "createTestCase",
    method: "POST",
    path: "/prompts/:id/tests",
    doc:
      "Keep values for the variables together with what must be true of the answer: that it has a text (`contains`), a " +
      "pattern (`matches`, RE2 syntax), a form (`json_schema`), or that another model agrees to a criterion and can quote the " +
      "answer for it (`judge`). `not` turns an expectation round. All of a case's expectations must hold.",
    params: PromptId,
    body: TestCaseInput,
    reply: created(TestCase),
    fails: ["not_found", "test_name_taken", "test_limit_reached"],
    idempotent: "transaction",
    example: { body: TEST_CASE, reply: STORED_CASE },
    run: (scope, { params, body }) => createCase(scope, params.id, body),
  }),
  route({
    ...reading,
    name: "readTestCase",
    method: "GET",
    path,
    doc: "One test case.",
    params: TestCaseId,
    reply: ok(TestCase),
    fails: ["not_found"],
    example: { reply: STORED_CASE },
    run: (scope, { params }) => readCase(scope, params),
  }),
  route({
    ...writing,
    name: "replaceTestCase",
    method: "PUT",
    path,
    doc: "Put another test case in the place of this one; what is left out is not kept. Comparisons say that it was edited.",
    params: TestCaseId,
    body: TestCaseInput,
    reply: ok(TestCase),
    fails: ["not_found", "test_name_taken"],
    example: { body: TEST_CASE, reply: STORED_CASE },
    run: (scope, { params, body }) => replaceCase(scope, params, body),
  }),
  route({
    ...writing,
    name: "deleteTestCase",
    method: "DELETE",
    path,
    doc: "Delete a test case. What earlier runs found of it stays with them.",
    params: TestCaseId,
    reply: noContent(),
    fails: ["not_found"],
    run: (scope, { params }) => removeCase(scope, params),
  }),
];
