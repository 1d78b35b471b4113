import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { WebhookDoc } from "../contract/webhook.ts";
import { failuresOf, pathOf, type Route } from "../feature.ts";
import { TAGS, wordsOf } from "./openapi/describe.ts";
import { problemExample, withExamples } from "./openapi/examples.ts";
import { HEADERS, requestHeaders } from "./openapi/headers.ts";
import { inPlainWords } from "./openapi/plain.ts";
import { responsesOf } from "./openapi/responses.ts";

const security = (route: Route): Record<string, never[]>[] => {
  if (route.access !== "public") return [{ accessToken: [] }, ...(route.keyScope ? [{ apiKey: [] }] : [])];
  return route.root || route.ignoresCredential ? [] : [{}, { accessToken: [] }, { apiKey: [] }];
};

function operation(route: Route): ZodOpenApiOperationObject {
  const header = requestHeaders(route);
  const media = route.bodyKind === "form" ? "application/x-www-form-urlencoded" : "application/json";
  const body = route.example?.body;
  return {
    operationId: route.name,
    tags: [route.tag],
    ...wordsOf(route),
    security: security(route),
    requestParams: {
      ...(route.params && { path: withExamples(route.params) }),
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

const text = (description: string) => z.string().meta({ description });
const WEBHOOK_HEADERS = z.object({
  "webhook-id": text("The delivery: the same for every attempt at it, so that you can tell what you have heard"),
  "webhook-timestamp": text("When this attempt was made, in seconds of Unix time"),
  "webhook-signature": text("`v1,` and the HMAC-SHA256 in base64; one for each secret while there are two"),
});

/** What is sent to receivers (OpenAPI 3.1 `webhooks`). */
function webhook({ type, doc, payload, example }: WebhookDoc): ZodOpenApiOperationObject {
  const [summary = ""] = doc.split(/(?<=\.)\s+/);
  return {
    operationId: `on_${type.replace(".", "_")}`,
    tags: ["Webhooks"],
    summary: summary.replace(/\.$/, ""),
    description: doc,
    security: [],
    requestParams: { header: WEBHOOK_HEADERS },
    requestBody: { required: true, content: { "application/json": { schema: payload, example } } },
    responses: {
      "2XX": { description: "Heard. Anything else is tried again" },
      "410": { description: "Nobody listens here any more: the webhook is disabled" },
    },
  };
}

const tagOf = (name: string) => {
  const description = TAGS[name];
  return { name, ...(description !== undefined && { description }) };
};

/** The OpenAPI 3.1 document, written from the routes themselves. */
export function writeOpenApi(
  routes: readonly Route[],
  version: string,
  webhooks: readonly WebhookDoc[] = [],
): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  const codes = new Set(routes.flatMap(failuresOf));
  for (const route of routes) {
    const path = pathOf(route).replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  const document = createDocument({
    openapi: "3.1.0",
    info: {
      title: "Promptr API",
      version,
      description:
        "Keep prompts, improve them with AI models, see how good they are and why, share them by link. " +
        "Every failure is explained at `/docs/errors`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "The server this document came from" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map(tagOf),
    paths,
    ...(webhooks.length > 0 && {
      webhooks: Object.fromEntries(webhooks.map((one) => [one.type, { post: webhook(one) }])),
    }),
    components: {
      // Written once: every operation names a dozen of them.
      headers: HEADERS,
      examples: Object.fromEntries([...codes].map((code) => [code, problemExample(code)])),
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
  inPlainWords(document.components?.schemas);
  return document;
}
