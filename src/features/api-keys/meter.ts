import type { Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import type { Actor } from "../../scope.ts";

type MeterParts = { readonly db: Db; readonly settings: Settings; readonly now: () => Date };

/** Counts one call against the month of the key's owner: headers that say what is left, or `quota_exhausted`. */
export async function countKeyCall(
  _parts: MeterParts,
  _actor: Actor,
  _address: string,
): Promise<Record<string, string>> {
  return {};
}
