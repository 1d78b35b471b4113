import type { Explanation } from "./explanation.ts";

/** Failures of a request that is not what its endpoint takes. */
export const REQUESTS = {
  invalid_input: {
    cause:
      "A field is missing, unknown, given twice, of the wrong type or out of bounds, or holds what cannot be stored (NUL, broken Unicode, 32 levels of nesting).",
    cure: "Read `errors`: each entry has the `path` of the field (`body.title`, `query.limit`), a code and what was expected. All faults are listed, up to 50. Sending it again unchanged cannot help.",
  },
  malformed_json: {
    cause: "The body is not valid JSON, not an object, ended early, or names a field `__proto__`.",
    cure: "Send one JSON object, made by a JSON library. In a shell, look for quotes that were eaten: `--data-binary @file` keeps a body as it is.",
  },
  invalid_cursor: {
    cause: "The `cursor` was changed, or was given out by another list or for another `sort`.",
    cure: "Send `pagination.nextCursor` as it came, with the same path, filters and sort; or start again without a cursor.",
  },
  invalid_idempotency_key: {
    cause: "The `Idempotency-Key` is empty, longer than 255 characters, or holds something other than printable ASCII.",
    cure: "Send a UUID, a new one for each thing you want done and the same one for its retries.",
  },
  ambiguous_credentials: {
    cause: "The request carries both `Authorization` and `X-API-Key`, so it is not clear who asks.",
    cure: "Send one of them. A proxy or an HTTP library may add `Authorization` by itself, for example from `~/.netrc`.",
  },
  not_found: {
    cause:
      "There is no such address, or nothing with this id, token or name; or it is somebody else's, deleted, or not published. The answer is the same on purpose, so that nobody learns what others have.",
    cure: "Check the path and the id, and whose credential is sent. `GET /api/v1/users/profile` says who you are. A prompt deleted within 30 days comes back by `POST /api/v1/prompts/:id/restore`.",
  },
  method_not_allowed: {
    cause: "The address exists, but not under this method.",
    cure: "The header `Allow` lists the methods it has. Changes are `PUT` here, there is no `PATCH`; a redirect may have turned a `POST` into a `GET`.",
  },
  not_acceptable: {
    cause: "The header `Accept` excludes every kind of answer this endpoint makes.",
    cure: "Send `Accept: application/json`, or no `Accept` at all. The OpenAPI document names the other kinds, as `text/event-stream`.",
  },
  body_too_large: {
    cause: "The body is larger than 256 kB; an import may have 8 MB.",
    cure: "Send less: split an import into parts (`docs/migrating.md` has a script), and keep long texts out of fields for names.",
  },
  unsupported_media_type: {
    cause: "The `Content-Type` is missing or of another kind, the charset is not UTF-8, or the body is compressed.",
    cure: "Send `Content-Type: application/json` in UTF-8, without `Content-Encoding`. With `curl`, `-d` alone says it is a form: add the header.",
  },
  idempotency_key_running: {
    cause:
      "The first request with this `Idempotency-Key` has not ended, or the process that ran it died less than a minute ago.",
    cure: "Wait as long as `Retry-After` says and send the same request with the same key: you get the first answer. Do not take a new key, it would act twice.",
  },
  idempotency_answer_gone: {
    cause:
      "The request with this `Idempotency-Key` has succeeded, but its answer held a secret or more than 64 kB, and such answers are not kept.",
    cure: "Do not repeat it. Read what it made from its list. A secret that got lost cannot be shown again: rotate the key or the webhook, or delete it and make another.",
  },
  idempotency_key_reused: {
    cause: "This `Idempotency-Key` was used within 24 hours with another endpoint or another body.",
    cure: "Take a new key for a new request. If it was meant as a retry, send exactly the first body.",
  },
  internal: {
    cause:
      "A fault in the server: something happened that nobody had thought of. Nothing was changed unless the answer got lost on its way.",
    cure: "Try once more; then tell whoever runs the server the `requestId`. They find the stack under it in the log, and it is a bug to report.",
  },
  unavailable: {
    cause:
      "The server has no connection to its database, is starting, or cannot ask the Supabase project about a token.",
    cure: "Try again after `Retry-After`; reads and requests with an `Idempotency-Key` are safe to repeat. Who runs it: `GET /health` names the part that is away, `promptr doctor` says why.",
  },
  overloaded: {
    cause:
      "More is asked for than can be done in time: requests, statements, password checks, imports or calls of models wait already, or the process is stopping. The detail says which.",
    cure: "Wait for `Retry-After` with some jitter and try again, at most a few at a time. When it stays, the server needs more machines or a larger database pool.",
  },
} as const satisfies Record<string, Explanation>;
