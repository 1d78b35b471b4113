import { describe, expect, test } from "vitest";
import { openApiDocument, routes } from "../../src/app/document.ts";
import { FAILURES } from "../../src/errors.ts";
import { failuresOf, pathOf } from "../../src/feature.ts";

type Operation = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  responses: Record<string, { content?: Record<string, { schema?: object; example?: unknown; examples?: object }> }>;
  requestBody?: { content: Record<string, { example?: unknown }> };
  parameters?: { name: string; in: string; required?: boolean; schema?: { examples?: unknown[] } }[];
  security?: object[];
};
const document = openApiDocument() as {
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string; description?: string }[];
  components: { schemas: Record<string, object>; examples: Record<string, { description?: string }> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe("the OpenAPI document", () => {
  test("lists every event receivers of webhooks may be sent, with an example", () => {
    const told = openApiDocument() as { webhooks: Record<string, { post: Operation }> };
    expect(Object.keys(told.webhooks).sort()).toEqual([
      "enrichment.completed",
      "job.failed",
      "label.moved",
      "prompt.created",
      "prompt.published",
      "prompt.updated",
      "share.opened",
    ]);
    for (const { post } of Object.values(told.webhooks)) {
      expect(post.requestBody?.content["application/json"]?.example).toBeDefined();
      expect(post.parameters?.map(({ name }) => name)).toEqual([
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
      ]);
    }
  });

  test("has each route once, under its own name", () => {
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
      routes.map(({ name }) => name).sort(),
    );
  });

  test.each(routes.map((route) => [route.name, route] as const))("declares every failure of %s", (name, route) => {
    const operation = operations.find(({ operation: { operationId } }) => operationId === name)?.operation;
    for (const code of failuresOf(route)) {
      const response = operation?.responses[String(FAILURES[code].status)];
      expect(response?.content?.["application/problem+json"]?.examples).toHaveProperty(code);
    }
    expect(operation?.summary.length).toBeGreaterThan(4);
    expect(operation?.tags).toHaveLength(1);
    expect(Object.keys(operation?.responses ?? {})).toContain(String(route.reply.status));
  });

  test.each(operations.map(({ operation }) => [operation.operationId, operation] as const))(
    "describes %s whole: a description, one tag, and an example of every answer, parameter of its path and body",
    (_name, { description, tags, responses, parameters = [], requestBody }) => {
      expect(description.length).toBeGreaterThan(20);
      expect(document.tags.find(({ name }) => name === tags[0])?.description).toBeDefined();
      for (const [status, { content = {} }] of Object.entries(responses))
        for (const [type, { example, examples }] of Object.entries(content))
          expect([status, type, example ?? examples]).toEqual([status, type, expect.anything()]);
      for (const parameter of parameters.filter(({ in: place }) => place === "path"))
        expect([parameter.name, parameter.schema?.examples]).toEqual([parameter.name, [expect.anything()]]);
      for (const { example } of Object.values(requestBody?.content ?? {})) expect(example).toBeDefined();
    },
  );

  test.each(routes.filter(({ params }) => params).map((route) => [route.name, route, route.params!] as const))(
    "gives %s examples of its path its own schema accepts",
    (name, _route, params) => {
      const { parameters = [] } = operations.find(({ operation }) => operation.operationId === name)!.operation;
      const given = parameters.filter((parameter) => parameter.in === "path");
      const values = Object.fromEntries(given.map((one) => [one.name, one.schema?.examples?.[0]]));
      expect(params.safeParse(values).error).toBeUndefined();
    },
  );

  test("says of every failure an operation can meet why it happens and what to do", () => {
    const used = new Set(routes.flatMap(failuresOf));
    expect(Object.keys(document.components.examples).sort()).toEqual([...used].sort());
    for (const { description } of Object.values(document.components.examples))
      expect(description).toMatch(/\w[.`]+ \S/);
  });

  test.each(routes.filter(({ body }) => body).map((route) => [route.name, route] as const))(
    "gives %s a request example its own schema accepts",
    (_name, route) => {
      expect(route.example?.body).toBeDefined();
      expect(route.body?.safeParse(route.example?.body).error).toBeUndefined();
    },
  );

  test.each(routes.filter(({ reply }) => reply.kind === "json").map((route) => [route.name, route] as const))(
    "gives %s an answer example its own schema accepts",
    (_name, route) => {
      expect(route.example?.reply).toBeDefined();
      expect(route.reply.body.safeParse(route.example?.reply).error).toBeUndefined();
    },
  );

  test("names every path parameter", () => {
    for (const { path, operation } of operations) {
      const named = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === "path")
        .map((parameter) => parameter.name);
      expect([path, named.sort()]).toEqual([
        path,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort(),
      ]);
    }
  });

  test("asks for a credential exactly where the route does", () => {
    for (const route of routes) {
      const { operation } = operations.find(({ operation: { operationId } }) => operationId === route.name) ?? {};
      const open =
        (operation?.security ?? []).length === 0 ||
        operation?.security?.some((scheme) => Object.keys(scheme).length === 0);
      expect([pathOf(route), open]).toEqual([pathOf(route), route.access === "public"]);
    }
  });
});
