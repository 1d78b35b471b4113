import type { Problem } from "./types.ts";

/** Browsers tell of a redirect that is not followed as the status 0. */
const isRedirect = (status: number): boolean => status === 0 || (status >= 300 && status < 400);
const wordsFor = (status: number): string =>
  isRedirect(status)
    ? "The server points elsewhere, and redirects are not followed: is the url right, and https?"
    : `The server answered with ${status}`;

/** The server answered, and not with what was asked for. */
export class PromptrError extends Error {
  override name = "PromptrError";
  readonly status: number;
  /** Null when the answer was no problem of ours: a page, or the word of a proxy. */
  readonly problem: Problem | null;
  readonly requestId: string | null;
  /** What `Retry-After` asked for. */
  readonly retryAfterMs: number | null;

  constructor(about: Pick<PromptrError, "status" | "problem" | "requestId" | "retryAfterMs">) {
    const { status, problem, requestId } = about;
    super(problem ? `${problem.code}: ${problem.detail}` : wordsFor(status));
    this.status = status;
    this.problem = problem;
    this.requestId = problem?.requestId ?? requestId;
    this.retryAfterMs = about.retryAfterMs;
  }
}

/** Nothing came back, or it broke off: no connection, no answer in time. Whether the server acted is not known. */
export class PromptrUnreachable extends Error {
  override name = "PromptrUnreachable";
}

/** Whether the server, rather than the request, is what is wrong: another try later may succeed. */
export const isOutage = (error: unknown): boolean =>
  error instanceof PromptrUnreachable ||
  (error instanceof PromptrError && (error.status >= 500 || error.status === 429));

const DATE_MIN = 3;
/** `Retry-After` (RFC 9110 §10.2.3) in milliseconds: seconds, or a date. */
export function retryAfterMsOf(headers: Headers, now: number = Date.now()): number | null {
  const said = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1_000;
  const at = said.length > DATE_MIN ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

const PROBLEM = /^application\/problem\+json\b/i;

/** Reads a failure; what is no problem is not shown, as it may be anything. */
export async function errorOf(response: Response): Promise<PromptrError> {
  const { status, headers } = response;
  const text = await response.text().catch(() => "");
  let problem: Problem | null = null;
  if (PROBLEM.test(headers.get("content-type") ?? "")) {
    try {
      problem = JSON.parse(text) as Problem;
    } catch {
      // Broke off: the status says the most that is known.
    }
  }
  return new PromptrError({
    status,
    problem,
    requestId: headers.get("x-request-id"),
    retryAfterMs: retryAfterMsOf(headers),
  });
}
