import type { Explanation } from "./explanation.ts";

/** Failures of keys, exports, webhooks and administration. */
export const ACCOUNTS = {
  api_key_limit_reached: {
    cause: "The account has 50 API keys.",
    cure: "Delete those that nobody uses: `GET /api/v1/api-keys` shows when each was last used.",
  },
  rotation_running: {
    cause:
      "The key was rotated less than ten seconds ago, or the old secret of its last rotation still works; a third secret would end that early.",
    cure: "Use the secret the last rotation gave. If that got lost, rotate with `overlapSeconds: 0`, which ends the old one at once.",
  },
  api_key_expired: {
    cause: "The key is past its `expiresAt`, so a new secret would not work either.",
    cure: "Give it a later end with `PUT /api/v1/api-keys/:id`, then rotate; or make a new key.",
  },
  export_running: {
    cause: "A copy of the account's data is being made; it is not ready yet, and there is one at a time.",
    cure: "Ask `GET /api/v1/users/exports/:id` until its state is `ready`. When it stays `queued`, no worker runs: see `GET /health`.",
  },
  export_gone: {
    cause: "The copy is older than seven days and was removed, or it could not be made.",
    cure: "Ask for a new one with `POST /api/v1/users/export-data`.",
  },
  webhook_limit_reached: {
    cause: "The account has 20 webhooks.",
    cure: "Delete one. One address can hear of all events.",
  },
  webhook_disabled: {
    cause:
      "The webhook is switched off: by its owner, because its receiver answered 410, or after five days without one success.",
    cure: "Mend the receiver, then enable it with `PUT /api/v1/webhooks/:id` and replay what it missed.",
  },
  flag_built_in: {
    cause: "The product itself asks for this flag, so it cannot be removed.",
    cure: "Switch it with `PUT /api/v1/admin/flags/:flag`.",
  },
  flag_limit_reached: {
    cause: "There are 100 flags.",
    cure: "Remove one that nothing asks for any more.",
  },
  broadcast_finished: {
    cause: "Everybody in the audience has been told, so there is nothing left to cancel.",
    cure: "Send another broadcast that puts it right.",
  },
  dry_run_required: {
    cause:
      "More than 1,000 people would be told, and nobody has tried it: the `dryRunToken` is missing, has served, is older than 15 minutes, is of another text or audience, or the audience has grown.",
    cure: "Send the same with `dryRun: true`, look at the number of people and the sample, and send it again with the `dryRunToken` of that answer.",
  },
  audit_export_too_large: {
    cause: "More than 100,000 rows of the audit log match.",
    cure: "Narrow `from` and `to`, or filter by action or account, and fetch several files.",
  },
  rate_limited: {
    cause:
      "Too many requests in 15 minutes from this account (or from this address, without a valid credential), or too many tries of something narrower: logins, passwords, mails, exports, test runs. `docs/rate-limiting.md` lists them all.",
    cure: "Wait as long as `Retry-After` says; asking on meanwhile does not help. `RateLimit` on every answer tells how much is left. Behind a proxy without `TRUST_PROXY` all visitors count as one.",
  },
  quota_exhausted: {
    cause:
      "The month's prompts, enrichments or API calls of the plan are used up, or the day's budget for models is. The detail says which; an enrichment that failed was given back.",
    cure: "Wait until the time in `Retry-After` (the first of the month, UTC), or ask for the other plan. Who runs it raises figures with `PROMPTR_LIMITS`.",
  },
  provider_declined: {
    cause: "The model refused to work on this text. The call was paid for, so it is not given back.",
    cure: 'Change the text, choose another model, or take the built-in engine (`"model": "builtin"`). The same request would be declined, and paid for, again.',
  },
  provider_failed: {
    cause:
      "OpenAI, Anthropic or Google answered with a fault, limited this server, gave nothing usable, or has failed so often that it is left alone for 15 seconds. The enrichment was given back.",
    cure: 'Try again after `Retry-After` or with another model. When it stays: `GET /health` and the provider\'s status page; "refused the request" often means a key that is wrong or without credit.',
  },
  provider_not_configured: {
    cause: "The model belongs to a provider this server has no key for.",
    cure: "Choose a model that `GET /api/v1/enrichment/models` calls available; or set `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` or `GOOGLE_AI_API_KEY` and start again.",
  },
  provider_timeout: {
    cause: "The model had no answer within 25 seconds. The enrichment was given back.",
    cure: "Try again, shorten the prompt, or choose a faster model. Streams (`Accept: text/event-stream`) show that something comes, but have the same limit.",
  },
} as const satisfies Record<string, Explanation>;
