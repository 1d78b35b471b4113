import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { type FailureCode, FAILURES } from "../errors.ts";
import { failuresOf, pathOf, type Route } from "../feature.ts";
import { Problem, PROBLEM_TYPE } from "./problem.ts";

const text = (description: string) => z.string().meta({ description });
const LIMIT_HEADERS = {
  "X-Request-Id": text("Names this request in logs and problems"),
  "RateLimit-Policy": text("The limit and its window in seconds"),
  RateLimit: text("What remains, and seconds until the window ends"),
};

/** What an answer of the route says in its headers. */
const answerHeaders = (route: Route): z.ZodObject =>
  z.object({
    ...LIMIT_HEADERS,
    ...(route.etag && { ETag: text("Send it back in If-Match or If-None-Match") }),
    ...(route.reply.status === 201 && { Location: text("Where the new resource is") }),
    ...(route.query &&
      "cursor" in route.query.shape && { Link: text('`<…>; rel="next"` while there is more').optional() }),
    ...(route.idempotent && { "Idempotent-Replayed": z.literal("true").optional() }),
  });

const CODES = Object.keys(FAILURES) as FailureCode[];

const problemExample = (code: FailureCode) => ({
  type: `/problems/${code}`,
  title: FAILURES[code].title,
  status: FAILURES[code].status,
  detail: FAILURES[code].title,
  instance: "/api/v1/…",
  code,
  requestId: "req_0199f0a2-7c1e-7000-8000-000000000000",
  errors: [],
});

function failures(route: Route): ZodOpenApiResponsesObject {
  const byStatus = Object.groupBy(failuresOf(route), (code) => String(FAILURES[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes = []]) => [
      status as `${1 | 2 | 3 | 4 | 5}${string}`,
      {
        description: codes.map((code) => `\`${code}\`: ${FAILURES[code].title}`).join(". "),
        content: {
          ...(status === String(route.orStatus) && { "application/json": { schema: route.reply.body } }),
          [PROBLEM_TYPE]: {
            schema: Problem,
            examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
      },
    ]),
  );
}

function success(route: Route): ZodOpenApiResponseObject {
  const description = route.reply.kind === "page" ? "A page for people" : "Done";
  if (route.reply.kind === "empty") return { description };
  if (route.reply.kind === "events")
    return { description: "Events, until somebody leaves", content: { "text/event-stream": { schema: z.string() } } };
  if (route.reply.kind === "file")
    return {
      description,
      content: Object.fromEntries(
        route.reply.contentTypes.map((type) => [type, { schema: z.string().meta({ format: "binary" }) }]),
      ),
    };
  if (route.reply.kind === "page") return { description, content: { "text/html": { schema: z.string() } } };
  const example = route.example?.reply;
  const media = { schema: route.reply.body, ...(example !== undefined && { example }) };
  return {
    description,
    ...(!route.unlimited && { headers: answerHeaders(route) }),
    content: {
      "application/json": media,
      ...(route.streams && {
        "text/event-stream": {
          schema: z
            .string()
            .meta({ description: "Events `start`, `delta`, then `result` (the JSON reply) or `error` (a problem)" }),
        },
      }),
    },
  };
}

const IDEMPOTENCY_KEY = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .meta({ description: "A retry with the same key gets the first answer" });

/** Request headers the route reads. */
function headersOf(route: Route): z.ZodObject | undefined {
  const shape = {
    ...route.headers?.shape,
    ...(route.idempotent && { "Idempotency-Key": IDEMPOTENCY_KEY }),
    ...(route.ifMatch && { "If-Match": text("Only when the resource still has this ETag; else 412").optional() }),
    ...(route.etag &&
      (route.method === "GET" || route.reads) && {
        "If-None-Match": text("304 when the ETag is still this").optional(),
      }),
  };
  return Object.keys(shape).length > 0 ? z.object(shape) : undefined;
}

const security = (route: Route): Record<string, never[]>[] => {
  if (route.access !== "public") return [{ accessToken: [] }, ...(route.keyScope ? [{ apiKey: [] }] : [])];
  return route.root || route.ignoresCredential ? [] : [{}, { accessToken: [] }, { apiKey: [] }];
};

/** Everything the route answers with: its success, "not modified", its page's other faces, and its failures. */
function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {
    [String(route.reply.status) as "200"]: success(route),
    ...failures(route),
  };
  if (route.etag && (route.method === "GET" || route.reads)) responses["304"] = { description: "Not modified" };
  for (const status of route.pageStatuses ?? []) {
    const key = String(status) as "404";
    const known = responses[key];
    const content = { "text/html": { schema: z.string() }, ...(known && "content" in known && known.content) };
    responses[key] = { description: known?.description ?? "The page says so", content };
  }
  return responses;
}

function operation(route: Route): ZodOpenApiOperationObject {
  const [summary = "", ...rest] = route.doc.split(/(?<=\.)\s+/);
  const header = headersOf(route);
  const media = route.bodyKind === "form" ? "application/x-www-form-urlencoded" : "application/json";
  const body = route.example?.body;
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: summary.replace(/\.$/, ""),
    ...((rest.length > 0 || route.keyScope) && {
      description: [...rest, ...(route.keyScope ? [`An API key needs the scope \`${route.keyScope}\`.`] : [])].join(
        " ",
      ),
    }),
    security: security(route),
    requestParams: {
      ...(route.params && { path: route.params }),
      ...(route.query && { query: route.query }),
      ...(header && { header }),
    },
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse({}).success,
        content: { [media]: { schema: route.body, ...(body && { example: body }) } },
      },
    }),
    responses: responsesOf(route),
  };
}

/** The OpenAPI 3.1 document, written from the routes themselves. */
export function writeOpenApi(routes: readonly Route[], version: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = pathOf(route).replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Promptr API",
      version,
      description: "Keep prompts, improve them with AI models, see how good they are and why, share them by link.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      // Written once: every operation names a dozen of them.
      examples: Object.fromEntries(
        CODES.map((code) => [code, { summary: FAILURES[code].title, value: problemExample(code) }]),
      ),
      securitySchemes: {
        apiKey: {
          type: "apiKey",
          in: "header",
          name: "X-API-Key",
          description: "From `POST /api/v1/api-keys`; the operation names the scope the key needs",
        },
        accessToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "From `POST /api/v1/auth/login`",
        },
      },
    },
  });
}
