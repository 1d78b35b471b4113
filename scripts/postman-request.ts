import { createHash } from "node:crypto";
import { type Document, exampleOf, type Operation, type Parameter } from "./openapi-document.ts";

const SESSION = { accessToken: "accessToken", refreshToken: "refreshToken" };
/** Which answers are remembered, by method and end of path: collection variable <- field of the reply. */
const CAPTURES: readonly { method: string; path: string; fields: Readonly<Record<string, string>> }[] = [
  { method: "post", path: "/auth/register", fields: SESSION },
  { method: "post", path: "/auth/login", fields: SESSION },
  { method: "post", path: "/auth/refresh", fields: SESSION },
  { method: "post", path: "/prompts", fields: { promptId: "id" } },
  { method: "post", path: "/sharing/create", fields: { shareToken: "token" } },
];
/** The collection variables that answers fill. */
export const CAPTURED: readonly string[] = [...new Set(CAPTURES.flatMap(({ fields }) => Object.keys(fields)))];

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

/** `/prompts/{id}` takes the prompt last created, `/sharing/{token}` and `/s/{token}` the link last made. */
function pathValue(path: string, name: string): string | undefined {
  if (path.includes(`/prompts/{${name}}`) && !path.includes("/admin/")) return "{{promptId}}";
  return name === "token" ? "{{shareToken}}" : undefined;
}

/** Query fields and headers: what is not required starts switched off. */
const fieldsOf = (document: Document, parameters: readonly Parameter[], where: "query" | "header") =>
  parameters
    .filter((parameter) => parameter.in === where)
    .map((part) => ({
      key: part.name,
      value: part.name === "Idempotency-Key" ? "{{$guid}}" : textOf(document, part),
      ...described(part),
      disabled: part.required !== true,
    }));

function urlOf(document: Document, path: string, parameters: readonly Parameter[]) {
  const segments = path.split("/").filter(Boolean);
  const named = segments.map((segment) => segment.replaceAll(/\{(\w+)\}/g, ":$1"));
  return {
    raw: `{{baseUrl}}/${named.join("/")}`,
    host: ["{{baseUrl}}"],
    path: named,
    query: fieldsOf(document, parameters, "query"),
    variable: parameters
      .filter((parameter) => parameter.in === "path")
      .map((part) => ({
        key: part.name,
        value: pathValue(path, part.name) ?? textOf(document, part),
        ...described(part),
      })),
  };
}

/** The example of the body, with what earlier answers gave in place of made-up tokens and ids. */
function bodyOf(document: Document, operation: Operation) {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type === undefined || media === undefined) return undefined;
  const given: unknown =
    media.example ?? Object.values(media.examples ?? {})[0]?.value ?? exampleOf(document, media.schema ?? {});
  const fields = Object.entries(typeof given === "object" && given !== null ? given : {}).map(
    ([name, value]): [string, unknown] => [name, CAPTURED.includes(name) ? `{{${name}}}` : value],
  );
  if (type !== "application/json")
    return { mode: "urlencoded", urlencoded: fields.map(([key, value]) => ({ key, value: asText(value) })) };
  const raw = JSON.stringify(Object.fromEntries(fields), null, 2);
  return { mode: "raw", raw, options: { raw: { language: "json" } } };
}

/** A script that keeps what the answer gave, for the requests after it. */
function captureOf(method: string, path: string) {
  const capture = CAPTURES.find((candidate) => candidate.method === method && path.endsWith(candidate.path));
  if (!capture) return {};
  const keep = Object.entries(capture.fields).map(
    ([variable, field]) => `  pm.collectionVariables.set("${variable}", reply.${field});`,
  );
  const exec = ["if (pm.response.code < 300) {", "  const reply = pm.response.json();", ...keep, "}"];
  return { event: [{ listen: "test", script: { type: "text/javascript", exec } }] };
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
    ...captureOf(method, path),
    request: {
      method: method.toUpperCase(),
      ...described(operation),
      header: [...contentType, ...fieldsOf(document, parameters, "header")],
      ...(isOpen ? { auth: { type: "noauth" } } : {}),
      ...(body ? { body } : {}),
      url: urlOf(document, path, parameters),
    },
    response: [],
  };
}
