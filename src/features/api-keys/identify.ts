import type { Ports } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import type { Actor } from "../../scope.ts";

type IdentifyParts = {
  readonly db: Db;
  readonly ports: Pick<Ports, "tokens" | "cache">;
  readonly now: () => Date;
};

/** Whom an API key speaks for; null when it is no live key of ours. Rejects with `address_not_allowed`. */
export async function identifyKey(_parts: IdentifyParts, _key: string, _address: string): Promise<Actor | null> {
  return null;
}
