/** One line that keeps somebody out, the same line with the guard taken away, and the tests that must notice. */
export type Guard = {
  readonly name: string;
  readonly file: string;
  readonly guarded: string;
  readonly broken: string;
  readonly tests: readonly string[];
};

export const GUARDS: readonly Guard[] = [
  {
    name: "ownership predicate: only one's own session is ended",
    file: "src/features/auth/queries.ts",
    guarded: `.where("id", "=", p.sessionId)
    .where("user_id", "=", p.userId)
    .where("revoked_at", "is", null)`,
    broken: `.where("id", "=", p.sessionId)
    .where("revoked_at", "is", null)`,
    tests: ["test/features/auth/sessions.test.ts", "test/contract/every-identity.test.ts"],
  },
  {
    name: "row level security: prompts are their owner's",
    file: "migrations/0002-prompts.sql",
    guarded: `create policy own on prompts to promptr_app
  using (user_id = (select current_user_id()))`,
    broken: `create policy own on prompts to promptr_app
  using (true)`,
    tests: ["test/db/access.test.ts", "test/db/isolation.test.ts"],
  },
  {
    name: "checksum of an API key, before any query",
    file: "src/features/api-keys/key.ts",
    guarded: "return text.slice(MARK.length + SECRET_LENGTH) === checksumOf(secret);",
    broken: "return checksumOf(secret).length === CHECKSUM_LENGTH;",
    tests: ["test/features/api-keys/format.test.ts"],
  },
  {
    name: "password check at the door",
    file: "src/features/auth/service.ts",
    guarded: "if (!account || checkedHash === null || !isRight) throw",
    broken: "if (!account || checkedHash === null || (isRight && !isRight)) throw",
    tests: ["test/features/auth/login.test.ts", "test/reliability/case-01-login.test.ts"],
  },
  {
    name: "monthly quota, taken in one statement",
    file: "src/db/quota.ts",
    guarded: `.where("quota_usage.used", "<", limit),`,
    broken: `.where("quota_usage.used", ">=", 0),`,
    tests: ["test/features/prompts/quota.test.ts", "test/features/enrichment/quota.test.ts"],
  },
  {
    name: "view cap of a link, spent in one statement",
    file: "src/features/sharing/visit-queries.ts",
    guarded: `eb("shared_prompts.view_count", "<", eb.ref("shared_prompts.max_views")),`,
    broken: `eb("shared_prompts.view_count", ">=", 0),`,
    tests: ["test/features/sharing/open.test.ts", "test/features/sharing/ending.test.ts"],
  },
  {
    name: "scope of an API key",
    file: "src/http/admit.ts",
    guarded: "if (!credential.scopes.includes(keyScope)) {",
    broken: "if (credential.scopes.length === 0) {",
    tests: ["test/features/api-keys/scopes.test.ts"],
  },
  {
    name: "compare-and-swap of a label",
    file: "src/features/labels/moves.ts",
    guarded: "if (ifMatch !== null && !holds(ifMatch, etag)) throw",
    broken: "if (ifMatch !== null && ifMatch !== ifMatch && !holds(ifMatch, etag)) throw",
    tests: ["test/features/labels/labels.test.ts"],
  },
  {
    name: "moves of a prompt's labels wait for each other, also those of two processes",
    file: "src/features/labels/move-queries.ts",
    guarded: `.where("deleted_at", "is", null)
    .forNoKeyUpdate(),`,
    broken: `.where("deleted_at", "is", null),`,
    tests: ["test/features/labels/at-once.test.ts"],
  },
  {
    name: "signature of a reader's pass to fill in a shared prompt",
    file: "src/features/sharing/pass.ts",
    guarded: `return timingSafeEqual(Buffer.from(mac, "base64url"), wanted) ? Number(version) : null;`,
    broken: `return timingSafeEqual(wanted, wanted) ? Number(version) : null;`,
    tests: ["test/features/sharing/fill.test.ts"],
  },
  {
    name: "redaction of tokens in logged addresses",
    file: "src/http/logged-url.ts",
    guarded: `.replaceAll(TOKEN_IN_PATH, "$1[redacted]");`,
    broken: `.replaceAll(TOKEN_IN_PATH, "$&");`,
    tests: ["test/http/edge.test.ts", "test/features/sharing/open.test.ts"],
  },
  {
    name: "reuse of a refresh token ends its session",
    file: "src/features/auth/refresh.ts",
    guarded: "  await endReused(inner, session.userId, sessionId);\n  return null;",
    broken: "  void endReused;\n  return next;",
    tests: ["test/features/auth/refresh.test.ts"],
  },
  {
    name: "a webhook reaches public addresses only",
    file: "src/adapters/webhooks/addresses.ts",
    guarded: `if (address.range() !== "unicast") return false;`,
    broken: `if (address.range() === "") return false;`,
    tests: ["test/adapters/webhook-addresses.test.ts", "test/adapters/webhooks.test.ts"],
  },
  {
    name: "an Idempotency-Key stands for one body",
    file: "src/http/idempotency.ts",
    guarded: `if (!stored.requestHash.equals(requestHash)) throw`,
    broken: `if (!requestHash.equals(requestHash)) throw`,
    tests: ["test/features/prompts/idempotency.test.ts"],
  },
  {
    name: "a dry run's token is of this broadcast",
    file: "src/features/broadcasts/dry-run.ts",
    guarded: "given.length !== expected.length || !timingSafeEqual(given, expected) ||",
    broken: "timingSafeEqual(given, given) === !timingSafeEqual(expected, expected) ||",
    tests: ["test/features/broadcasts/send.test.ts"],
  },
];
