import { createHash } from "node:crypto";
import { type Document, exampleOf, type Operation, type Parameter } from "./openapi-document.ts";
import { BODIES, CAPTURED, CAPTURES, ENDLESS, placeOf, QUERIES } from "./postman-scenario.ts";

/** The same id for the same name in every run, in the form of a UUID. */
export function stableId(name: string): string {
  const hex = createHash("sha256").update(`promptr:${name}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const described = ({ description }: { readonly description?: string }) =>
  description === undefined ? {} : { description };

const textOf = (document: Document, { example, schema = {} }: Parameter): string =>
  asText(example ?? exampleOf(document, schema));

/** Query fields and headers: what is not required starts switched off. */
const fieldsOf = (
  document: Document,
  parameters: readonly Parameter[],
  where: "query" | "header",
  sent: Readonly<Record<string, string>> = {},
) =>
  parameters
    .filter((parameter) => parameter.in === where)
    .map((part) => ({
      key: part.name,
      value: sent[part.name] ?? (part.name === "Idempotency-Key" ? "{{$guid}}" : textOf(document, part)),
      ...described(part),
      disabled: part.required !== true && sent[part.name] === undefined,
    }));

function urlOf(document: Document, path: string, { operationId, parameters = [] }: Operation) {
  const segments = path.split("/").filter(Boolean);
  const named = segments.map((segment) => segment.replaceAll(/\{(\w+)\}/g, ":$1"));
  return {
    raw: `{{baseUrl}}/${named.join("/")}`,
    host: ["{{baseUrl}}"],
    path: named,
    query: fieldsOf(document, parameters, "query", QUERIES[operationId]),
    variable: parameters
      .filter((parameter) => parameter.in === "path")
      .map((part) => ({
        key: part.name,
        value: placeOf(path, part.name) ?? textOf(document, part),
        ...described(part),
      })),
  };
}

/** A form has texts only: `values[name]` for what is inside. */
const formFields = (key: string, value: unknown): { key: string; value: string }[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).map(([inner, one]) => ({ key: `${key}[${inner}]`, value: asText(one) }))
    : [{ key, value: asText(value) }];

/** The example of the body, with what earlier answers gave in place of made-up tokens and ids. */
function bodyOf(document: Document, operation: Operation) {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type === undefined || media === undefined) return undefined;
  const given: unknown =
    media.example ?? Object.values(media.examples ?? {})[0]?.value ?? exampleOf(document, media.schema ?? {});
  const fields = { ...(typeof given === "object" && given !== null ? given : {}), ...BODIES[operation.operationId] };
  const entries = Object.entries(fields)
    .filter(([name]) => BODIES[operation.operationId]?.[name] !== null)
    .map(([name, value]): [string, unknown] => [
      name,
      CAPTURED.includes(name) && typeof value === "string" ? `{{${name}}}` : value,
    ]);
  if (type !== "application/json")
    return { mode: "urlencoded", urlencoded: entries.flatMap(([key, value]) => formFields(key, value)) };
  const raw = JSON.stringify(Object.fromEntries(entries), null, 2);
  return { mode: "raw", raw, options: { raw: { language: "json" } } };
}

const script = (listen: "prerequest" | "test", exec: readonly string[]) => ({
  listen,
  script: { type: "text/javascript", exec },
});

/** Statuses the document names; `2XX` stands for all of its class. */
const statusesOf = ({ responses = {} }: Operation): number[] =>
  Object.keys(responses).map(Number).filter(Number.isInteger);

/** Scripts: what must be true of the answer, and what of it the requests after it need. */
function eventsOf(operation: Operation) {
  const { operationId } = operation;
  const keep = Object.entries(CAPTURES[operationId] ?? {}).map(([variable, path]) => {
    const steps = /^[\w.]+$/.test(path) ? path.split(".") : [path];
    const value = `reply${steps.map((step) => (/^\d+$/.test(step) ? `?.[${step}]` : `?.${step}`)).join("")}`;
    return `  if (${value} !== undefined) pm.collectionVariables.set("${variable}", ${value});`;
  });
  const tests = [
    `pm.test("${operationId} answers with a status that is documented, and no fault of the server", () => {`,
    `  pm.expect(${JSON.stringify(statusesOf(operation))}).to.include(pm.response.code);`,
    "  pm.expect(pm.response.code).to.be.below(500);",
    "});",
    ...(keep.length > 0 ? ["if (pm.response.code < 300) {", "  const reply = pm.response.json();", ...keep, "}"] : []),
  ];
  const skip = ['if (pm.collectionVariables.get("withStreams") !== "true") pm.execution.skipRequest();'];
  return [...(ENDLESS.includes(operationId) ? [script("prerequest", skip)] : []), script("test", tests)];
}

/** One request of the collection, ready to send. */
export function requestOf(document: Document, method: string, path: string, operation: Operation) {
  const body = bodyOf(document, operation);
  const parameters = operation.parameters ?? [];
  const contentType = body?.mode === "raw" ? [{ key: "Content-Type", value: "application/json" }] : [];
  const security = operation.security ?? document.security ?? [];
  const isOpen = security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0);
  return {
    id: stableId(operation.operationId),
    name: operation.summary ?? operation.operationId,
    event: eventsOf(operation),
    protocolProfileBehavior: { followRedirects: false },
    request: {
      method: method.toUpperCase(),
      ...described(operation),
      header: [...contentType, ...fieldsOf(document, parameters, "header")],
      ...(isOpen ? { auth: { type: "noauth" } } : {}),
      ...(body ? { body } : {}),
      url: urlOf(document, path, operation),
    },
    response: [],
  };
}
