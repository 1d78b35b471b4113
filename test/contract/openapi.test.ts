import { describe, expect, test } from "vitest";
import { openApiDocument, routes } from "../../src/app/document.ts";
import { FAILURES } from "../../src/errors.ts";
import { failuresOf, pathOf } from "../../src/feature.ts";

type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  responses: Record<string, { content?: Record<string, { schema?: object; example?: unknown; examples?: object }> }>;
  requestBody?: { content: Record<string, { example?: unknown }> };
  parameters?: { name: string; in: string; required?: boolean }[];
  security?: object[];
};
const document = openApiDocument() as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe("the OpenAPI document", () => {
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

  test.each(
    routes.filter(({ body, bodyKind }) => body && bodyKind !== "form").map((route) => [route.name, route] as const),
  )("gives %s a request example its own schema accepts", (_name, route) => {
    expect(route.example?.body).toBeDefined();
    expect(route.body?.safeParse(route.example?.body).error).toBeUndefined();
  });

  test.each(
    routes.filter(({ reply, root }) => reply.kind === "json" && !root).map((route) => [route.name, route] as const),
  )("gives %s an answer example its own schema accepts", (_name, route) => {
    expect(route.example?.reply).toBeDefined();
    expect(route.reply.body.safeParse(route.example?.reply).error).toBeUndefined();
  });

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
