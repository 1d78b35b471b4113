import { dereference, validate } from "@cfworker/json-schema";
import { expect, test } from "vitest";
import { openApiDocument } from "../../src/app/document.ts";
import type { Validator as Check } from "./rules.ts";
import { compile, type Schema } from "./validator.ts";

type Media = { schema?: Schema; example?: unknown };
type Document = {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, Media> }> }>>;
  components: { schemas: Record<string, Schema> };
};
const document = openApiDocument() as Document;
const resolve = (reference: string): Check =>
  compile(document.components.schemas[reference.split("/").at(-1)!]!, resolve);

const examples = Object.values(document.paths)
  .flatMap((methods) => Object.values(methods))
  .flatMap(({ responses }) => Object.values(responses))
  .flatMap(({ content = {} }) => content["application/json"] ?? [])
  .filter(({ schema, example }) => schema && example !== undefined);

/** The same value with one thing wrong in it, or only other: a field gone, renamed, of another kind, out of its bounds. */
function* variants(value: unknown): Generator {
  for (const other of [null, "", -1, 1.5, true, [], {}, "x".repeat(2_000)]) yield other;
  if (typeof value !== "object" || value === null) return;
  const copy = (key: string, inner: unknown) =>
    Array.isArray(value) ? Object.assign([...value], { [key]: inner }) : { ...value, [key]: inner };
  for (const [key, inner] of Object.entries(value).slice(0, 12)) {
    const { [key]: _gone, ...rest } = value as Record<string, unknown>;
    if (!Array.isArray(value)) yield rest;
    yield copy(key, "not this");
    for (const deeper of [...variants(inner)].slice(0, 4)) yield copy(key, deeper);
  }
  if (!Array.isArray(value)) yield { ...value, unknownField: 1 };
}

test("the validator says the same as an interpreter of JSON Schema, of every example in the document and of what is wrong with it", () => {
  expect(examples.length).toBeGreaterThan(100);
  // Looked through once: the interpreter would go over all components for each example.
  const root = {
    components: { schemas: document.components.schemas },
    cases: Object.fromEntries(examples.map(({ schema }, place) => [place, schema])),
  };
  const found = dereference(root);
  let refused = 0;
  for (const { schema, example } of examples) {
    const check = compile(schema!, resolve);
    expect(check(example, "$")).toBeNull();
    for (const variant of [example, ...[...variants(example)].slice(0, 15)]) {
      const value: unknown = JSON.parse(JSON.stringify(variant));
      const fault = check(value, "$");
      expect([fault === null, fault, JSON.stringify(value).slice(0, 300)]).toEqual([
        validate(value, schema as object, "2020-12", found).valid,
        fault,
        expect.anything(),
      ]);
      if (fault !== null) refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(500);
});

test("a keyword nobody taught it is an error, never a yes", () => {
  expect(() => compile({ type: "string", contentEncoding: "base64" }, resolve)).toThrow("contentEncoding");
});
