import { z } from "zod";
import { FAILURES } from "../../errors.ts";
import { failuresOf, type Route } from "../../feature.ts";

type Header = {
  readonly description: string;
  readonly required: boolean;
  readonly schema: { readonly type: "string" };
};
const header = (description: string, required: boolean): Header => ({
  description,
  required,
  schema: { type: "string" },
});

/** Written once, as components: every answer names some of them. */
export const HEADERS = {
  RequestId: header("Names this request in logs and problems", true),
  RateLimit: header('What remains, and seconds until some of it is free again: `"requests";r=57;t=312`', true),
  RateLimitPolicy: header('The limit and its window in seconds: `"requests";q=100;w=900`', true),
  ETag: header("Send it back in If-Match or If-None-Match", true),
  ETagIfStored: header("Of what was stored, when something was", false),
  Location: header("Where the new resource is", true),
  NextPage: header('`<…>; rel="next"` while there is more', false),
  Replayed: header("`true` when this is the answer to an earlier request with the same Idempotency-Key", false),
  FileName: header("`attachment`, with a name for the file", true),
  RetryAfter: header("Seconds after which a retry can succeed", true),
  RetryAfterIfKnown: header("Seconds after which a retry can succeed, where that is known", false),
  Challenge: header("What kind of credential is wanted (RFC 9110 §11.6.1)", true),
  ChallengeOfScope: header("The scope that is missing (RFC 6750 §3.1)", false),
} as const satisfies Record<string, Header>;

type Named = Record<string, { $ref: `#/components/headers/${keyof typeof HEADERS}` }>;
const named = (name: string, component: keyof typeof HEADERS): Named => ({
  [name]: { $ref: `#/components/headers/${component}` },
});
const counted = (route: Route): Named =>
  route.unlimited ? {} : { ...named("RateLimit-Policy", "RateLimitPolicy"), ...named("RateLimit", "RateLimit") };

/** What every answer of the route says in its headers. */
const standing = (route: Route): Named => ({ ...named("X-Request-Id", "RequestId"), ...counted(route) });

/** What a success says in its headers. */
export const successHeaders = (route: Route): Named => ({
  ...standing(route),
  ...(route.etag && named("ETag", route.etag === true ? "ETag" : "ETagIfStored")),
  ...(route.reply.status === 201 && named("Location", "Location")),
  ...(route.query && "cursor" in route.query.shape && named("Link", "NextPage")),
  ...(route.idempotent && named("Idempotent-Replayed", "Replayed")),
  ...(route.reply.kind === "file" && named("Content-Disposition", "FileName")),
});

/** What "not modified" says. */
export const unchangedHeaders = (route: Route): Named => ({ ...standing(route), ...named("ETag", "ETag") });

/** What a page says that tells of a failure in its own words. */
export const pageHeaders = standing;

/** What the failures of one status say; a page's own face under the same status brings no challenge and no wait. */
export function failureHeaders(route: Route, status: string): Named {
  const codes = failuresOf(route).filter((code) => String(FAILURES[code].status) === status);
  const hasPage = route.pageStatuses?.includes(Number(status)) ?? false;
  return {
    ...named("X-Request-Id", "RequestId"),
    ...(status === "401" && !hasPage && named("WWW-Authenticate", "Challenge")),
    ...(codes.includes("insufficient_scope") && named("WWW-Authenticate", "ChallengeOfScope")),
    ...(status === "429" && named("Retry-After", hasPage ? "RetryAfterIfKnown" : "RetryAfter")),
    ...(["409", "502", "503", "504"].includes(status) && named("Retry-After", "RetryAfterIfKnown")),
  };
}

const IDEMPOTENCY_KEY = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .meta({ description: "A retry with the same key gets the first answer" });

const text = (description: string) => z.string().meta({ description });

/** Request headers the route reads. */
export function requestHeaders(route: Route): z.ZodObject | undefined {
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
