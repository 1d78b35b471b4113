/** Which door of the database a statement goes through, and whom it speaks for. Row level security reads both. */
export type Identity = {
  readonly role:
    "promptr_app" | "promptr_auth" | "promptr_share" | "promptr_search" | "promptr_moderator" | "promptr_jobs";
  /** A profile id (app), the hex SHA-256 of a share token (share), or empty for nobody. */
  readonly subject: string;
};

export const asUser = (userId: string | null): Identity => ({ role: "promptr_app", subject: userId ?? "" });
export const asShareReader = (tokenHash: Buffer): Identity => ({
  role: "promptr_share",
  subject: tokenHash.toString("hex"),
});
/** The door itself: reads credentials before anybody is known, and changes what people may not change themselves. */
export const AS_AUTH: Identity = { role: "promptr_auth", subject: "" };
/**
 * Finds which prompts a question means, never what is in them: row level security keeps `@@`, `@>` and `<%` from an index,
 * so the finder goes without, sees only what it compares, and its ids are read through the reader's own door.
 */
export const AS_SEARCH: Identity = { role: "promptr_search", subject: "" };
/** Decides about prompts that others can see, or that are held back; row level security shows it no other. */
export const AS_MODERATOR: Identity = { role: "promptr_moderator", subject: "" };
export const AS_JOBS: Identity = { role: "promptr_jobs", subject: "" };

/** The role of most statements: connections for single statements have it between them, so that only the subject is new. */
export const USUAL_ROLE: Identity["role"] = "promptr_app";

/**
 * Takes the role and names the subject until the end of the transaction, and answers with no row. It must be a statement of
 * its own: permissions are fixed when a statement is planned, so inside a CTE the role would come too late.
 */
export const ASSUME = "select where set_config('role', $1, true) || set_config('promptr.subject', $2, true) is null";
/** The same for who has the usual role already. */
export const ASSUME_SUBJECT = "select where set_config('promptr.subject', $1, true) is null";
/** The same for what belongs to somebody's trace, which the events it makes keep. */
export const ASSUME_TRACED =
  "select where set_config('role', $1, true) || set_config('promptr.subject', $2, true) || set_config('promptr.traceparent', $3, true) is null";
/** The first behind a transaction pooler, where neither limits nor a role can be set for a session. */
export const ASSUME_WITH_LIMITS = `select where set_config('role', $1, true) || set_config('promptr.subject', $2, true)
  || set_config('statement_timeout', '3s', true) || set_config('lock_timeout', '500ms', true) is null`;
export const ASSUME_TRACED_WITH_LIMITS = `${ASSUME_WITH_LIMITS.replace(" is null", "")}
  || set_config('promptr.traceparent', $3, true) is null`;
