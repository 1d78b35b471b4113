/** Which door of the database a statement goes through, and whom it speaks for. Row level security reads both. */
export type Identity = {
  readonly role: "promptr_app" | "promptr_auth" | "promptr_share" | "promptr_search" | "promptr_jobs";
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
export const AS_JOBS: Identity = { role: "promptr_jobs", subject: "" };

/**
 * Takes the role and names the subject until the end of the transaction. It must be a statement of its own:
 * permissions are fixed when a statement is planned, so inside a CTE the role would come too late.
 */
export const ASSUME = "select set_config('role', $1, true), set_config('promptr.subject', $2, true)";
/** The same behind a transaction pooler, where limits cannot be set for a session. */
export const ASSUME_WITH_LIMITS = `${ASSUME}, set_config('statement_timeout', '3s', true), set_config('lock_timeout', '500ms', true)`;
