import type { z } from "zod";
import { addressOfFailure, type FailureCode, FAILURES } from "../../errors.ts";
import { EXPLANATIONS } from "../../errors/explanations.ts";
import type { Route } from "../../feature.ts";

const ID = "0199f0a2-7c1e-7000-8000-000000000001";
const TOKEN = "q3Jx0cVqv1yZ7nH2mYkQ8sT4uW6bE9dRfGhJkLpOiUy";

/** What stands for a path's parameter in the document and the Postman collection. */
const PARAMETERS: Readonly<Record<string, string | number>> = {
  id: ID,
  runId: ID,
  testId: ID,
  delivery: ID,
  token: TOKEN,
  version: 1,
  label: "production",
  code: "rate_limited",
  queue: "webhooks.deliver",
  flag: "registration",
  file: "20261122T120000Z-welcome.eml",
  template: "welcome",
};

/** The parameters of a path, each with an example. */
export const withExamples = (params: z.ZodObject): z.ZodObject =>
  params.extend(
    Object.fromEntries(
      Object.entries(params.shape as Record<string, z.ZodType>).map(([name, schema]) => {
        const example = PARAMETERS[name];
        return [name, example === undefined ? schema : schema.meta({ ...schema.meta(), examples: [example] })];
      }),
    ),
  );

/** What stands for a page: its text is for people, and nobody should read it by program. */
export const PAGE = '<!doctype html><html lang="en"><head><title>Promptr</title></head><body>…</body></html>';

const FILES: Readonly<Record<string, unknown>> = {
  "application/zip": "PK…",
  "text/csv": "createdAt,name\r\n2026-11-22T12:00:00.000Z,…\r\n",
  "application/x-ndjson": '{"createdAt":"2026-11-22T12:00:00.000Z"}\n',
};

/** The route's own example of a file of this kind, or one that shows the form. */
export function fileExample({ example }: Route, contentType: string): unknown {
  const given = example?.reply as Readonly<Record<string, unknown>> | undefined;
  const [kind = ""] = contentType.split(";");
  return given?.[kind] ?? FILES[kind] ?? {};
}

const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** How an answer looks to who reads it as a stream. */
export const streamExample = ({ example }: Route): string =>
  frame("start", {}) + frame("delta", { text: "You are" }) + frame("result", example?.reply ?? {});

/** A problem as it is sent; its summary and description are what docs/api.md says of the code. */
export const problemExample = (code: FailureCode) => ({
  summary: FAILURES[code].title,
  description: `${EXPLANATIONS[code].cause} ${EXPLANATIONS[code].cure}`,
  value: {
    type: addressOfFailure(code),
    title: FAILURES[code].title,
    status: FAILURES[code].status,
    detail: FAILURES[code].title,
    instance: "/api/v1/…",
    code,
    requestId: "req_0199f0a2-7c1e-7000-8000-000000000000",
    errors: [],
  },
});
