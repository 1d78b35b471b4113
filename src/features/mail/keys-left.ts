import type { Scope } from "../../scope.ts";
import { countLiveKeys } from "./queries.ts";

/**
 * What somebody whose password was changed should know of the keys that do without it. `db` goes through `AS_AUTH` or
 * `AS_JOBS`.
 */
export async function apiKeysLeft({ db, now }: Pick<Scope, "db" | "now">, userId: string): Promise<string> {
  const { keys } = await db.one(countLiveKeys({ userId, now: now() }));
  if (keys === 0) return "No API key can use your account.";
  const who = keys === 1 ? "1 API key goes" : `${keys} API keys go`;
  return `${who} on working without a password: GET /api/v1/api-keys lists them, DELETE /api/v1/api-keys/{id} ends one.`;
}
