import { z } from "zod";
import { addressOfFailure, type Failure, type FailureCode, FAILURES } from "../errors.ts";

/** A failure on the wire: RFC 9457 with our stable `code`, the request's id and every fault that was found. */
export const Problem = z
  .object({
    type: z.string().meta({
      description: "The address, on this server, of a page with cause and cure",
      examples: ["/docs/errors/not_found"],
    }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(Object.keys(FAILURES) as [FailureCode, ...FailureCode[]]),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: "Problem" });
export type Problem = z.output<typeof Problem>;

export const PROBLEM_TYPE = "application/problem+json";

export function toProblem(failure: Failure, instance: string, requestId: string): Problem {
  const { status, title } = FAILURES[failure.code];
  return {
    type: addressOfFailure(failure.code),
    title,
    status,
    detail: failure.message,
    instance,
    code: failure.code,
    requestId,
    errors: failure.faults.map(({ path, code, message }) => ({ path, code, message })),
  };
}

/** RFC 9110 wants a challenge with each 401; RFC 6750 wants `error` only where a token was sent. */
function challenge({ code, faults }: Failure, hadCredential: boolean): string {
  if (code === "insufficient_scope")
    return `Bearer realm="promptr", error="insufficient_scope", scope="${faults[0]?.code ?? ""}"`;
  if (code.startsWith("share_password")) return 'SharePassword realm="promptr"';
  return `Bearer realm="promptr"${code === "unauthenticated" && hadCredential ? ', error="invalid_token"' : ""}`;
}

/** Headers a failure brings along. */
export function headersOf(failure: Failure, hadCredential: boolean): Record<string, string> {
  const status = FAILURES[failure.code].status;
  return {
    ...(failure.retryAfterSeconds !== undefined && {
      "Retry-After": String(Math.max(1, Math.ceil(failure.retryAfterSeconds))),
    }),
    ...((status === 401 || failure.code === "insufficient_scope") && {
      "WWW-Authenticate": challenge(failure, hadCredential),
    }),
  };
}
