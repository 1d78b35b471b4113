import { appendFileSync } from "node:fs";
import { document, type Media, type Operation, operationAt, type Response, validatorOf } from "./operations.ts";
import type { Schema } from "./validator.ts";

/** One answer as it came over the wire. */
export type Heard = {
  readonly method: string;
  /** With its query, as it was asked for. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

/** What is served beside the routes: the documents themselves, MCP, and pg-boss's pages. */
const BESIDE = /^\/(?:api\/v1\/openapi\.json|api-docs|llms\.txt|mcp|admin\/dashboard(?:\.data)?)(?:[/?]|$)/i;
/** What an address that is no operation's may be answered with. */
const NOWHERE = new Set([404, 405, 429, 503]);

const PROBLEM = "application/problem+json";
const kindOf = (headers: Headers): string => (headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
const problem = (): Schema => ({ $ref: "#/components/schemas/Problem" });
let problemSchema: Schema | undefined;
const problemFault = (text: string): string | null => validatorOf((problemSchema ??= problem()))(JSON.parse(text), "$");

/** Frames of a finished stream: `result` is what the JSON would be, `error` a problem. */
function streamFault(text: string, json: Schema | undefined): string | null {
  for (const frame of text.split("\n\n")) {
    const event = /^event: (.*)$/m.exec(frame)?.[1];
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (event === undefined || data === undefined || !json) continue;
    if (!["start", "delta", "result", "error"].includes(event)) return `the event ${event} is not described`;
    const fault = event === "result" ? validatorOf(json)(JSON.parse(data), "$") : null;
    const told = event === "error" ? problemFault(data) : fault;
    if (told !== null) return `${event} ${told}`;
  }
  return null;
}

function bodyFault({ headers, text }: Heard, content: Readonly<Record<string, Media>>): string | null {
  const kind = kindOf(headers);
  const media = Object.entries(content).find(([type]) => type.split(";")[0] === kind)?.[1];
  if (!media) return kind === "" && text === "" ? null : `the kind ${kind || "(none)"} is not described`;
  if (kind === "text/event-stream") return streamFault(text, content["application/json"]?.schema);
  if (!/[/+]json$/.test(kind)) return null;
  const body: unknown = JSON.parse(text);
  if (kind === PROBLEM) {
    const { code = "" } = body as { code?: string };
    if (!(code in (media.examples ?? {}))) return `the failure ${code} is not described`;
  }
  return media.schema ? validatorOf(media.schema)(body, "$") : null;
}

function headerFault({ headers }: Heard, declared: NonNullable<Response["headers"]>): string | null {
  for (const [name, header] of Object.entries(declared)) {
    const { required } =
      "$ref" in header ? (document().components.headers[header.$ref.split("/").at(-1) ?? ""] ?? {}) : header;
    if (required && !headers.has(name)) return `the header ${name} is missing`;
  }
  return null;
}

function faultOf(heard: Heard, operation: Operation): string | null {
  const response = operation.responses[String(heard.status)];
  if (!response) return "the status is not described";
  const isBodiless = heard.method === "HEAD" || heard.status === 204 || heard.status === 304;
  return headerFault(heard, response.headers ?? {}) ?? (isBodiless ? null : bodyFault(heard, response.content ?? {}));
}

/** An address without an operation: only the refusals anybody can meet, as problems or pages. */
function strayFault({ method, status, headers, text }: Heard): string | null {
  if (method === "OPTIONS" && status === 204) return null;
  if (!NOWHERE.has(status)) return "there is no such operation";
  if (status === 405 && !headers.has("allow")) return "the header Allow is missing";
  return kindOf(headers) === PROBLEM && method !== "HEAD" ? problemFault(text) : null;
}

/** Answers that were compared with the document so far, by operation and status. */
export const seen = new Map<string, number>();
/** A file that gets a line for each of them, for whoever asks what no test has met. */
const REPORT = process.env["PROMPTR_HEARD"];
function count(key: string): void {
  const times = seen.get(key) ?? 0;
  seen.set(key, times + 1);
  if (times === 0 && REPORT !== undefined) appendFileSync(REPORT, `${key}\n`);
}

/** Refused by Node's own reader of HTTP, before anything of ours: headers that are too large or no HTTP at all. */
const isBeforeUs = ({ status, headers }: Heard): boolean =>
  [400, 408, 431].includes(status) && !headers.has("x-request-id") && kindOf(headers) === "";

/** A process that only works jobs has no endpoints but those about its health. */
const isElsewhere = ({ status, text }: Heard): boolean =>
  status === 404 && text.includes('"detail":"No such endpoint"');

/** What the document does not say of an answer; null when it is all there: status, kind, body, failure code and headers. */
export function mismatchOf(heard: Heard): string | null {
  if (BESIDE.test(heard.path) && !operationAt(heard.method, heard.path)) return null;
  if (isBeforeUs(heard)) return null;
  const operation = isElsewhere(heard) ? undefined : operationAt(heard.method, heard.path);
  const key = `${operation?.operationId ?? "(none)"} ${heard.status}`;
  count(key);
  const fault = operation ? faultOf(heard, operation) : strayFault(heard);
  return fault === null
    ? null
    : `${operation?.operationId ?? `${heard.method} ${heard.path}`} answered ${heard.status}: ${fault}`;
}

/** Fails the test that got an answer which the document does not describe. */
export function requireDescribed(heard: Heard): void {
  const mismatch = mismatchOf(heard);
  if (mismatch !== null) throw new Error(`Not as in docs/openapi.json: ${mismatch}\n${heard.text.slice(0, 500)}`);
}
