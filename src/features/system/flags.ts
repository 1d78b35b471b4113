import type { Ports, Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { allFlags } from "./queries.ts";

/** A switch is felt everywhere within this. */
const KEPT_MS = 1_000;

type Parts = { readonly db: Db; readonly ports: Pick<Ports, "cache">; readonly settings: Settings };
export type FlagState = { readonly name: string; readonly description: string; readonly enabled: boolean };

/** Every feature flag: the table's word, unless PROMPTR_FLAGS says otherwise. */
export async function readFlags({ db, ports, settings }: Parts): Promise<FlagState[]> {
  const rows = await ports.cache.get("system:flags", { tags: ["feature_flags"], ttlMs: KEPT_MS }, () =>
    db.rows(allFlags({})),
  );
  return rows.map((row) => ({ ...row, enabled: settings.flags[row.name] ?? row.enabled }));
}

export const isOn = async (parts: Parts, flag: string): Promise<boolean> =>
  (await readFlags(parts)).some(({ name, enabled }) => name === flag && enabled);
