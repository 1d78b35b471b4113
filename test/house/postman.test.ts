import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Document } from "../../scripts/openapi-document.ts";
import { exampleOf } from "../../scripts/openapi-document.ts";
import { collectionOf } from "../../scripts/postman.ts";
import { stableId } from "../../scripts/postman-request.ts";
import planted from "./fixtures/openapi.json" with { type: "json" };

const document: Document = JSON.parse(JSON.stringify(planted));
const collection = collectionOf(document);
const itemOf = (operationId: string) => {
  const found = collection.item.flatMap((folder) => folder.item).find((item) => item.id === stableId(operationId));
  if (!found) throw new Error(`no request for ${operationId}`);
  return found;
};
const bodyOf = (operationId: string): unknown => JSON.parse(itemOf(operationId).request.body?.raw ?? "");

const scriptOf = (operationId: string) =>
  itemOf(operationId)
    .event.filter(({ listen }) => listen === "test")
    .flatMap(({ script }) => script.exec)
    .join("\n");

test("there is a folder for each tag in use, in the document's order, with one request for each operation", () => {
  expect(collection.item.map(({ name, item }) => [name, item.length])).toEqual([
    ["prompts", 4],
    ["auth", 2],
    ["other", 1],
  ]);
});

test("ids follow from the operation, so that a new run gives the same file", () => {
  expect(JSON.stringify(collectionOf(document))).toBe(JSON.stringify(collection));
  expect(itemOf("login").id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  const ids = collection.item.flatMap((folder) => [folder.id, ...folder.item.map((item) => item.id)]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("requests carry the stored token, but for the open ones", () => {
  expect(collection.auth).toEqual({
    type: "bearer",
    bearer: [{ key: "token", value: "{{accessToken}}", type: "string" }],
  });
  expect(itemOf("login").request.auth).toEqual({ type: "noauth" });
  expect(itemOf("refresh").request.auth).toEqual({ type: "noauth" });
  expect(itemOf("createPrompt").request).not.toHaveProperty("auth");
});

test("every request checks that its answer has a status the document names, and that it is no fault of the server", () => {
  for (const { item } of collection.item)
    for (const { id, event } of item)
      expect([id, event.at(-1)?.script.exec.join("\n")]).toEqual([id, expect.stringContaining("be.below(500)")]);
  const real = collectionOf(JSON.parse(readFileSync("docs/openapi.json", "utf8")) as Document);
  const [reading] = real.item.flatMap(({ item }) => item).filter(({ id }) => id === stableId("readPrompt"));
  expect(reading?.event.at(-1)?.script.exec.join("\n")).toContain("[200,304,400,401,");
});

test("what makes comes before what reads it, and what takes away is in a folder at the end", () => {
  const real = collectionOf(JSON.parse(readFileSync("docs/openapi.json", "utf8")) as Document);
  const order = real.item.flatMap(({ item }) => item.map(({ id }) => id));
  const inOrder = ["register", "login", "createPrompt", "readPrompt", "createShare", "showShare", "revokeShare"];
  const places = [...inOrder, "deletePrompt", "deleteAccount", "logout"].map((name) => order.indexOf(stableId(name)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  const before = real.item.slice(0, -1).flatMap(({ item }) => item.map(({ request }) => request.method));
  expect(before).not.toContain("DELETE");
});

test("addresses name their variables, and optional queries start switched off", () => {
  expect(collection.variable[0]).toEqual({ key: "baseUrl", value: "http://localhost:3001" });
  expect(itemOf("listPrompts").request.url).toEqual({
    raw: "{{baseUrl}}/api/v1/prompts",
    host: ["{{baseUrl}}"],
    path: ["api", "v1", "prompts"],
    query: [
      { key: "limit", value: "20", description: "Page size", disabled: true },
      { key: "from", value: "2026-01-31T12:00:00.000Z", disabled: false },
    ],
    variable: [],
  });
  expect(itemOf("getVersion").request.url).toMatchObject({
    raw: "{{baseUrl}}/api/v1/prompts/:id/versions/:n",
    variable: [
      { key: "id", value: "{{promptId}}" },
      { key: "n", value: "1" },
    ],
  });
});

test("headers say what the body is, and optional ones start switched off", () => {
  expect(itemOf("createPrompt").request.header).toEqual([
    { key: "Content-Type", value: "application/json" },
    { key: "Idempotency-Key", value: "{{$guid}}", disabled: true },
  ]);
  expect(itemOf("getPrompt").request.header).toEqual([]);
});

test("answers that later requests need are stored under their names", () => {
  expect(scriptOf("login")).toContain('pm.collectionVariables.set("accessToken", reply?.accessToken);');
  expect(scriptOf("login")).toContain('pm.collectionVariables.set("refreshToken", reply?.refreshToken);');
  expect(scriptOf("createPrompt")).toContain('pm.collectionVariables.set("promptId", reply?.id);');
  expect(scriptOf("listPrompts")).not.toContain("collectionVariables");
  expect(bodyOf("refresh")).toEqual({ refreshToken: "{{refreshToken}}" });
});

test("bodies are the document's examples, or the smallest value that fits", () => {
  expect(bodyOf("login")).toEqual({ email: "{{email}}", password: "{{password}}" });
  expect(bodyOf("createPrompt")).toEqual({
    title: "Test Prompt",
    task: "text",
    tags: [],
    kind: "chat",
    parent: null,
    limits: [5],
    isPublic: true,
    createdAt: "2026-01-31T12:00:00.000Z",
  });
  expect(itemOf("unlockPage").request.body).toEqual({
    mode: "urlencoded",
    urlencoded: [{ key: "password", value: "secret" }],
  });
});

test("a schema inside itself ends", () => {
  const self = { type: "object", required: ["next"], properties: { next: { $ref: "#/components/schemas/Node" } } };
  const looped: Document = { ...document, components: { schemas: { Node: self } } };
  expect(JSON.stringify(exampleOf(looped, self)).length).toBeLessThan(200);
});
