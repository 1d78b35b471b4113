import { z } from "zod";
import type { ZodOpenApiContentObject, ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { FAILURES } from "../../errors.ts";
import { failuresOf, type Route } from "../../feature.ts";
import { Problem, PROBLEM_TYPE } from "../problem.ts";
import { fileExample, PAGE, streamExample } from "./examples.ts";
import { failureHeaders, pageHeaders, successHeaders, unchangedHeaders } from "./headers.ts";

type Status = `${1 | 2 | 3 | 4 | 5}${string}`;
const HTML: ZodOpenApiContentObject = { "text/html": { schema: z.string(), example: PAGE } };

function failures(route: Route): ZodOpenApiResponsesObject {
  const byStatus = Object.groupBy(failuresOf(route), (code) => String(FAILURES[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes = []]) => [
      status as Status,
      {
        description: codes.map((code) => `\`${code}\`: ${FAILURES[code].title}`).join(". "),
        headers: failureHeaders(route, status),
        content: {
          ...(status === String(route.orStatus) && { "application/json": jsonOf(route) }),
          ...(route.root && HTML),
          [PROBLEM_TYPE]: {
            schema: Problem,
            examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
      },
    ]),
  );
}

const withExample = (schema: z.ZodType, example: unknown) => ({
  schema,
  ...(example !== undefined && { example }),
});
const jsonOf = ({ reply, example }: Route) => withExample(reply.body, example?.reply);

const STREAM = "Events `start`, `delta`, then `result` (the JSON reply) or `error` (a problem)";
const BYTES = z.string().meta({ format: "binary" });
/** A file of JSON is read as JSON by whoever knows what is in it. */
const ANYTHING = z
  .unknown()
  .meta({ description: "As docs/migrating.md and the other files of this address describe it" });

function contentOf(route: Route): ZodOpenApiContentObject {
  const { reply, example, streams } = route;
  if (reply.kind === "page")
    return { ...HTML, ...(reply.json && { "application/json": withExample(reply.json, example?.reply) }) };
  if (reply.kind === "events")
    return { "text/event-stream": { schema: z.string(), example: example?.reply ?? "retry: 1000\n\n" } };
  if (reply.kind === "file")
    return Object.fromEntries(
      reply.contentTypes.map((type) => {
        const schema = type.startsWith("application/json") ? ANYTHING : BYTES;
        return [type, { schema, example: fileExample(route, type) }];
      }),
    );
  const stream = { schema: z.string().meta({ description: STREAM }), example: streamExample(route) };
  return { "application/json": jsonOf(route), ...(streams && { "text/event-stream": stream }) };
}

const DESCRIPTIONS = {
  json: "Done",
  empty: "Done",
  page: "A page for people",
  file: "A file",
  events: "Events, until somebody leaves",
};

const success = (route: Route): ZodOpenApiResponseObject => ({
  description: DESCRIPTIONS[route.reply.kind],
  headers: successHeaders(route),
  ...(route.reply.kind !== "empty" && { content: contentOf(route) }),
});

/** Everything the route answers with: its success, "not modified", its page's other faces, and its failures. */
export function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {
    [String(route.reply.status) as "200"]: success(route),
    ...(route.orStatus === 200 && { 200: success(route) }),
    ...failures(route),
  };
  if (route.etag && (route.method === "GET" || route.reads))
    responses["304"] = { description: "Not modified", headers: unchangedHeaders(route) };
  for (const status of route.pageStatuses ?? []) {
    const key = String(status) as "404";
    const known = responses[key] as ZodOpenApiResponseObject | undefined; // all of them are written out above
    responses[key] = {
      description: known?.description ?? "The page says so",
      headers: known?.headers ?? pageHeaders(route),
      content: { ...HTML, ...known?.content },
    };
  }
  return responses;
}
