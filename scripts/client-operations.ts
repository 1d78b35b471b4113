/** The operations of docs/openapi.json as the client knows them: their types, and the table its calls are made from. */
import { commentOf, keyOf, type Schema, typeOf } from "./client-schema.ts";
import type { Document, Operation as Common, Parameter } from "./openapi-document.ts";

type Media = { readonly schema?: Schema; readonly examples?: Readonly<Record<string, unknown>> };
export type Operation = Common & {
  readonly requestBody?: { readonly required?: boolean };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
};
export type Listed = { readonly path: string; readonly method: string; readonly operation: Operation };

export const JSON_TYPE = "application/json";
export const STREAM = "text/event-stream";
const PROBLEM = "application/problem+json";
const HTML = "text/html";

export const listed = (document: Document): Listed[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    // The reader's own type leaves the responses out; the writer always has them.
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  );

/** `API keys` is the group `apiKeys`. */
export function groupOf({ tags = [] }: Common): string {
  const words = (tags[0] ?? "other").split(/\s+/);
  return words
    .map((word, at) => (at === 0 ? word.toLowerCase() : (word[0] ?? "").toUpperCase() + word.slice(1)))
    .join("");
}

/** What is sent back under a status that is no problem: the types of its bodies, by media type. */
export function repliesOf({ responses }: Operation): Map<string, readonly string[]> {
  const replies = new Map<string, readonly string[]>();
  for (const [status, { content = {} }] of Object.entries(responses)) {
    const given = Object.keys(content).filter((type) => type !== PROBLEM);
    // What has a page for people and JSON for programs is asked for its JSON.
    const types = given.includes(JSON_TYPE) ? given.filter((type) => type !== HTML) : given;
    const isDone = status < "400";
    // A page's other faces (404, 410 …) are failures; a probe's 503 has the reply's own shape and is one of its answers.
    if (isDone || types.includes(JSON_TYPE)) replies.set(status, types);
  }
  return replies;
}

function bodyType(media: string, schema: Schema, indent: string): string {
  if (media === JSON_TYPE) return typeOf(schema, indent);
  return media === HTML ? "string" : "Response";
}

/** A file is given as it comes (`Response`), and so is what may be one of several kinds of file. */
function replyType(operation: Operation, status: string, types: readonly string[], indent: string): string {
  const content = operation.responses[status]?.content ?? {};
  const kept = types.filter((type) => type !== STREAM || types.length === 1);
  const all = kept.map((type) => bodyType(type, content[type]?.schema ?? {}, indent));
  if (all.includes("Response")) return "Response";
  return all.length === 0 ? "undefined" : [...new Set(all)].join(" | ");
}

function problemsOf({ responses }: Operation): [status: string, codes: string[]][] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const codes = Object.keys(content?.[PROBLEM]?.examples ?? {});
    return codes.length > 0 ? [[status, codes] as [string, string[]]] : [];
  });
}

function partOf(name: string, parameters: readonly Parameter[], where: string): string {
  const own = parameters.filter((parameter) => parameter.in === where);
  if (own.length === 0) return "";
  const fields = own.map((parameter) => {
    const mark = parameter.required === true ? "" : "?";
    const type = typeOf(parameter.schema ?? {}, "        ");
    return `${commentOf(parameter.description, "        ")}        ${keyOf(parameter.name)}${mark}: ${type};\n`;
  });
  const mark = own.some(({ required }) => required === true) ? "" : "?";
  return `      ${name}${mark}: {\n${fields.join("")}      };\n`;
}

function bodyOf({ requestBody }: Operation): string {
  const [media] = Object.values(requestBody?.content ?? {});
  if (!media) return "";
  const mark = requestBody?.required === false ? "?" : "";
  return `      body${mark}: ${typeOf(media.schema ?? {}, "      ")};\n`;
}

/** One row of the type `Operations`. */
export function operationType({ operation }: Listed): string {
  const { parameters = [] } = operation;
  const parts = [
    partOf("path", parameters, "path"),
    partOf("query", parameters, "query"),
    partOf("headers", parameters, "header"),
    bodyOf(operation),
  ].join("");
  const input = parts === "" ? "Record<string, never>" : `{\n${parts}    }`;
  const replies = [...repliesOf(operation)].map(
    ([status, types]) => `      ${status}: ${replyType(operation, status, types, "      ")};\n`,
  );
  const problems = problemsOf(operation).map(
    ([status, codes]) => `      ${status}: ${codes.map((code) => JSON.stringify(code)).join(" | ")};\n`,
  );
  return `  ${operation.operationId}: {\n    input: ${input};\n    replies: {\n${replies.join("")}    };\n    problems: {\n${problems.join("")}    };\n  };\n`;
}
