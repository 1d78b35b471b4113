/** What is wrong with an answer: Schemathesis' checks, and what RESTler adds about whose things are shown. */
import { operationAt } from "../../test/document/operations.ts";
import { mismatchOf } from "../../test/document/recorder.ts";
import { isUnstated } from "./beyond.ts";
import type { Built, Expected } from "./build.ts";
import { INJECTED_HEADER, MARKUP, METHODS, POLLUTED } from "./hostile.ts";
import { type Answered, bodyOf, codeOf, mimeOf, type Request } from "./send.ts";

export type Finding = {
  /** The check's name, as Schemathesis and RESTler have it. */
  readonly check: string;
  readonly detail: string;
};

const FAULTS_OF_SHAPE = new Set(["invalid_input", "malformed_json", "unsupported_media_type", "body_too_large"]);

/** What the document does not say of the answer, without the places in lists. */
function mismatchWith({ method, target }: Request, answer: Answered): string | null {
  try {
    return mismatchOf({ ...answer, method, path: target })?.replaceAll(/\.\d+\b/g, ".n") ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return `${answer.status} is no JSON`;
    throw error;
  }
}

/** What holds for every answer of every server; status, kind, headers, body and failure code as the document has them. */
function always(request: Request, answer: Answered): Finding[] {
  const findings: Finding[] = [];
  const add = (when: boolean, check: string, detail: string): void => void (when && findings.push({ check, detail }));
  const { status, headers, text, isSlow } = answer;
  const mime = mimeOf(answer);
  const mismatch = mismatchWith(request, answer);
  add(mismatch !== null, "response_conformance", mismatch ?? "");
  add(status >= 500, "not_a_server_error", `${status} ${codeOf(answer)}`);
  add(isSlow, "answers_in_time", "took too long");
  add(mime === "text/plain", "no_plain_text", `${status} as text/plain`);
  add(headers.has(INJECTED_HEADER), "no_header_injection", "a value became a header");
  add(mime === "text/html" && text.includes(MARKUP), "no_markup_injection", "a value became markup");
  add(POLLUTED in {}, "no_prototype_pollution", "a value became a property of every object");
  return findings;
}

type Refusal = { readonly check: string; readonly isRight: (status: number, code: string) => boolean };
const REFUSALS: Readonly<Partial<Record<Expected, Refusal>>> = {
  refused: { check: "negative_data_rejection", isRight: (status) => status >= 400 && status < 500 },
  unauthenticated: { check: "ignored_auth", isRight: (status) => status === 401 },
  ambiguous: { check: "ignored_auth", isRight: (_status, code) => code === "ambiguous_credentials" },
  forbidden: { check: "ignored_auth", isRight: (status) => status === 403 },
  // What is refused for its own sake is refused before anything is looked for.
  hidden: {
    check: "name_space_and_use_after_free",
    isRight: (status, code) => [404, 410, 400, 422].includes(status) || code.startsWith("idempotency_key"),
  },
  fits: { check: "positive_data_acceptance", isRight: (_status, code) => !FAULTS_OF_SHAPE.has(code) },
};

const sorted = (methods: readonly string[]): string => methods.toSorted().join(", ");
/** A method the path does not know is refused with those it knows. */
function ofMethod({ method, target }: Request, { status, headers, text }: Answered): string | null {
  const known = METHODS.filter((one) => operationAt(one, target));
  if (method === "HEAD" && known.includes("GET")) return text === "" ? null : "HEAD with a body";
  if (known.length === 0 || known.includes(method)) return null;
  const allowed = sorted([...new Set([...known, "OPTIONS"])]);
  const said = sorted((headers.get("allow") ?? "").split(", "));
  return status === (method === "OPTIONS" ? 204 : 405) && said === allowed
    ? null
    : `${method}: ${status}, Allow ${said || "missing"} instead of ${allowed}`;
}

/** What a refusal names, without the places in lists. */
function reasonOf(answer: Answered): string {
  const { errors = [], detail = "" } = (bodyOf(answer) ?? {}) as {
    errors?: { path: string; code: string; message: string }[];
    detail?: string;
  };
  const named = errors.map(({ path, code, message }) => `${path.replaceAll(/\b\d+\b/g, "n")} ${code} ${message}`);
  return `${answer.status} ${codeOf(answer)} ${named[0] ?? detail}`;
}

/** What is wrong with the answer of an operation, without what no document can say. */
export function judge(
  operation: string,
  { request, expected }: Pick<Built, "request" | "expected">,
  answer: Answered,
): Finding[] {
  const findings = always(request, answer);
  const wrong = expected === "method" ? ofMethod(request, answer) : null;
  if (wrong !== null) findings.push({ check: "unsupported_method", detail: wrong });
  const refusal = REFUSALS[expected];
  if (refusal && !refusal.isRight(answer.status, codeOf(answer))) {
    const detail = expected === "fits" ? reasonOf(answer) : `${answer.status} ${codeOf(answer)} instead of ${expected}`;
    findings.push({ check: refusal.check, detail });
  }
  return findings.filter((finding) => !isUnstated(operation, finding));
}
