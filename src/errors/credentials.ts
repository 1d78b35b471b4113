import type { Explanation } from "./explanation.ts";

/** Failures of who asks and what they may. */
export const CREDENTIALS = {
  unauthenticated: {
    cause:
      "There is no credential, or it is wrong, expired or ended: logged out, password changed, key deleted or rotated out, account suspended or closed. Also an API key sent as a bearer token.",
    cure: "Send `Authorization: Bearer <access token>` or `X-API-Key: <key>`. An access token lives for 24 hours: get the next by `POST /api/v1/auth/refresh`, or log in. When a login says `account_suspended`, that is why.",
  },
  invalid_credentials: {
    cause:
      "There is no account with this address and this password. Both are answered alike, so that nobody finds out who has an account.",
    cure: "Check the address for typing errors; then ask for a new password with `POST /api/v1/auth/forgot-password`. Accounts of a Supabase project sign in there.",
  },
  invalid_refresh_token: {
    cause:
      "The refresh token has been used, its session has ended (logged out, password changed, 30 days unused, 90 days old), or it was never one. A token that is used a second time ends its session, because one of two holders stole it.",
    cure: "Log in again. When it happens often, two parts of your program refresh with the same token: let one do it, and store the new token before using it.",
  },
  share_password_required: {
    cause: "Whoever made this link protected it with a password, and none was sent.",
    cure: "Send it in the header `X-Share-Password`, or open the page `/s/<token>` and type it there.",
  },
  share_password_wrong: {
    cause:
      "The password sent with this link is not its password. Ten wrong ones an hour are answered, then `rate_limited`.",
    cure: "Ask who gave you the link. Its owner cannot read the password either, but can set another by `PUT /api/v1/sharing/:token`.",
  },
  account_suspended: {
    cause:
      "An administrator has suspended this account. This is told only after the right password; tokens and keys are answered `unauthenticated`.",
    cure: "Write to whoever runs this server. When the suspension ends, sessions and keys go on as before.",
  },
  wrong_password: {
    cause:
      "The password sent to confirm this step is missing or not the account's; being signed in is not enough for it.",
    cure: "Send the account's present password in the body. After ten wrong ones in 15 minutes the answer is `rate_limited`.",
  },
  recent_login_required: {
    cause:
      "This step needs to know that you are there in person, and the Supabase sign-in behind this token is more than five minutes old.",
    cure: "Sign in at Supabase again, and repeat the request with the new token at once.",
  },
  local_account_required: {
    cause:
      "The account belongs to a Supabase project, which keeps its password and its sessions; this endpoint manages those kept here.",
    cure: "Do it with Supabase's client: change or reset the password there, and sign out there.",
  },
  user_token_required: {
    cause:
      "An API key was sent, and no key may do this, whatever its scopes: keys, sessions, the account, webhooks and administration are for persons.",
    cure: "Log in and send the access token. `POST /api/v1/api-keys/:id/explain` tells for each operation whether a key may call it.",
  },
  insufficient_scope: {
    cause: "The API key is valid but lacks the scope this operation needs; `errors[0].code` names it.",
    cure: "Give the key the scope (`PUT /api/v1/api-keys/:id`, with an access token), or use another key. Not every scope should be in every key.",
  },
  address_not_allowed: {
    cause:
      "The API key has a list of networks, and the request came from another address. The detail names the address the server saw.",
    cure: "Add the network to `allowedCidrs` of the key. When the address is that of your proxy, the server needs `TRUST_PROXY`; a machine with IPv6 may have another address than you think.",
  },
  protected_label: {
    cause:
      "The owner protects this label, and the API key has no scope `labels:write`. Changing the slug of a prompt, or deleting one, counts when such a label is on it.",
    cure: "Give the deploying key `labels:write`, or let a person move the label. `GET /api/v1/prompts/protected-labels` lists what is protected.",
  },
  feature_disabled: {
    cause:
      "Whoever runs this server has switched the feature off, for everybody: registration, the public library or calls of models, for example.",
    cure: "`GET /api/v1/system/features` shows what is on. An administrator switches it by `PUT /api/v1/admin/flags/:flag`; `PROMPTR_FLAGS` in the environment goes before that.",
  },
  forbidden: {
    cause: "Only an administrator may do this. A try to change something is kept in the audit log.",
    cure: "Ask an administrator, or become one: `promptr admin grant <email>` on the server's machine. Nobody has to log in again for it.",
  },
  plan_required: {
    cause: "This belongs to the plan `pro`, and the account has another.",
    cure: "An administrator changes the plan by `PUT /api/v1/admin/users/:id` with `subscriptionTier`; it counts from the next request.",
  },
  email_taken: {
    cause: "An account with this address exists, perhaps your own from a request whose answer got lost.",
    cure: "Log in, or ask for a new password with `POST /api/v1/auth/forgot-password`. Capital letters make no other address.",
  },
  weak_password: {
    cause:
      "The password is too short (8 characters in production), a common one, a sequence, or little more than the address or our name. `errors` says which.",
    cure: "Take four words that have nothing to do with each other, or let a password manager make one. There are no rules about digits and signs; 128 characters are the most.",
  },
  invalid_link_token: {
    cause:
      "The mailed link was used, has expired (30 minutes for a new password, 24 hours for an address), or a newer mail replaced it.",
    cure: "Ask for a new mail and use the newest one. Some mail programs open links before you do: the page asks for a click so that this does no harm.",
  },
  last_admin: {
    cause: "This is the last account that can administer the server; without it nobody could.",
    cure: "Make another administrator first: `PUT /api/v1/admin/users/:id`, or `promptr admin grant <email>`.",
  },
} as const satisfies Record<string, Explanation>;
