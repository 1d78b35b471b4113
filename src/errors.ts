/**
 * Every failure a client can meet, in one table. The OpenAPI document, the error handler, docs/api.md and the tests read it;
 * src/errors/explanations.ts says of each what it was raised for and what to do.
 */
export const FAILURES = {
  invalid_input: { status: 400, title: "The request does not match the contract" },
  malformed_json: { status: 400, title: "The body is not a JSON object" },
  invalid_cursor: { status: 400, title: "The cursor is not one this list gave out" },
  invalid_idempotency_key: { status: 400, title: "Idempotency-Key must have 1 to 255 printable characters" },
  invalid_link_token: { status: 400, title: "This link has been used, has expired, or was replaced by a newer one" },
  ambiguous_credentials: { status: 400, title: "Send one credential, not two" },
  unauthenticated: { status: 401, title: "A valid credential is required" },
  invalid_credentials: { status: 401, title: "The e-mail address or the password is wrong" },
  invalid_refresh_token: { status: 401, title: "The refresh token is not valid any more" },
  share_password_required: { status: 401, title: "This link is protected by a password" },
  share_password_wrong: { status: 401, title: "The password of this link is wrong" },
  account_suspended: { status: 403, title: "This account is suspended" },
  wrong_password: { status: 403, title: "The password is wrong" },
  recent_login_required: { status: 403, title: "Sign in again first: this needs a fresh sign-in" },
  local_account_required: { status: 403, title: "This account signs in with Supabase: do it there" },
  user_token_required: { status: 403, title: "An API key may not do that; sign in and use an access token" },
  insufficient_scope: { status: 403, title: "The API key lacks the scope this needs" },
  address_not_allowed: { status: 403, title: "The API key may not be used from this address" },
  protected_label: { status: 403, title: "This label is protected: the key needs the scope labels:write" },
  feature_disabled: { status: 403, title: "This feature is switched off here" },
  forbidden: { status: 403, title: "This credential may not do that" },
  plan_required: { status: 403, title: "Your plan does not include this" },
  not_found: { status: 404, title: "No such resource, or not yours to see" },
  method_not_allowed: { status: 405, title: "This resource does not answer that method" },
  not_acceptable: { status: 406, title: "None of the accepted media types can be produced" },
  email_taken: { status: 409, title: "An account with this e-mail address exists" },
  last_admin: { status: 409, title: "The last administrator must stay one" },
  api_key_limit_reached: { status: 409, title: "This account has as many API keys as it may have; delete one" },
  rotation_running: { status: 409, title: "The key was rotated a moment ago, or its old secret is still valid" },
  api_key_expired: { status: 409, title: "The API key has expired; give it a later end first" },
  nothing_to_appeal: { status: 409, title: "There is no decision about this prompt that could be appealed against" },
  appeal_made: { status: 409, title: "A note on this decision was written already; there is one for each" },
  broadcast_finished: { status: 409, title: "Everybody has been told already" },
  export_running: { status: 409, title: "An export of this account is being made already" },
  folder_limit_reached: { status: 409, title: "This account has as many folders as it may have; delete one" },
  folder_cycle: { status: 409, title: "A folder cannot be moved into itself or into one of its own subfolders" },
  folder_taken: { status: 409, title: "There is a folder of this name here" },
  slug_taken: { status: 409, title: "Another of your prompts has this slug" },
  too_many_versions: { status: 409, title: "This prompt has as many versions as it may have" },
  label_limit_reached: { status: 409, title: "This prompt has as many labels as it may have; remove one" },
  webhook_limit_reached: { status: 409, title: "This account has as many webhooks as it may have; delete one" },
  webhook_disabled: { status: 409, title: "The webhook is disabled; enable it first" },
  flag_built_in: { status: 409, title: "The product itself reads this flag: switch it, it cannot be removed" },
  flag_limit_reached: { status: 409, title: "There are as many flags as there may be; remove one" },
  link_limit_reached: { status: 409, title: "This prompt has as many links as it may have; revoke one" },
  test_name_taken: { status: 409, title: "Another test case of this prompt has this name" },
  test_limit_reached: { status: 409, title: "This prompt has as many test cases as it may have; delete one" },
  no_test_cases: { status: 409, title: "This prompt has no test cases" },
  test_run_running: { status: 409, title: "A test run of this prompt is under way" },
  idempotency_key_running: { status: 409, title: "A request with this Idempotency-Key is still running" },
  idempotency_answer_gone: {
    status: 409,
    title: "Done already; the answer is not kept: it held a secret, or was too large",
  },
  export_gone: { status: 410, title: "This export could not be made, or has been removed" },
  share_gone: { status: 410, title: "This link has expired or is used up" },
  version_moved: { status: 412, title: "The resource has changed since you read it" },
  label_moved: { status: 412, title: "The label has moved since you read it" },
  body_too_large: { status: 413, title: "The body is larger than 256 kB" },
  unsupported_media_type: { status: 415, title: "The body is of a kind this endpoint does not take" },
  dry_run_required: { status: 422, title: "So many people are told only after a dry run: send its dryRunToken" },
  weak_password: { status: 422, title: "The password is too easy to guess" },
  publish_blocked: { status: 422, title: "This may not be published as it is" },
  template_invalid: { status: 422, title: "The template cannot be read" },
  variable_missing: { status: 422, title: "A required variable has no value, or one of another type" },
  import_invalid: { status: 422, title: "The file is none of the kinds that can be imported" },
  audit_export_too_large: { status: 422, title: "More rows match than one file may hold; narrow the time down" },
  provider_declined: { status: 422, title: "The model declined to work on this" },
  idempotency_key_reused: { status: 422, title: "This Idempotency-Key was used with another request" },
  rate_limited: { status: 429, title: "Too many requests" },
  quota_exhausted: { status: 429, title: "The monthly quota is used up" },
  internal: { status: 500, title: "The server failed" },
  provider_failed: { status: 502, title: "The model provider failed" },
  provider_not_configured: { status: 503, title: "No key is configured for this model's provider" },
  unavailable: { status: 503, title: "The service cannot reach its database right now" },
  overloaded: { status: 503, title: "The service is busy; try again shortly" },
  provider_timeout: { status: 504, title: "The model provider took too long" },
} as const;

export type FailureCode = keyof typeof FAILURES;

/** Where the server that answered with a failure explains it: the `type` of its problem (RFC 9457 §3.1.1). */
export const addressOfFailure = (code: FailureCode): `/${string}` => `/docs/errors/${code}`;

/** One fault of the input: where it is, what kind it is, and what was expected. */
export type Fault = { readonly path: string; readonly code: string; readonly message: string };

type Details = {
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
};

/** A failure we expected: safe to show. Anything else thrown is a bug and becomes `internal`. */
export class Failure extends Error {
  override name = "Failure";
  readonly code: FailureCode;
  readonly faults: readonly Fault[];
  /** Whole seconds after which a retry can succeed; becomes the `Retry-After` header. */
  readonly retryAfterSeconds: number | undefined;
  constructor(code: FailureCode, details: Details = {}) {
    super(details.detail ?? FAILURES[code].title, { cause: details.cause });
    this.code = code;
    this.faults = details.faults ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
