import type { Ports, Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { allFlags } from "./queries.ts";

/** What is cached of the flags: dropped on every process when an administrator changes one. */
export const FLAGS_TAG = "feature_flags";
/** What a hand changes in the database is felt within this. */
const KEPT_MS = 1_000;

type Parts = { readonly db: Db; readonly ports: Pick<Ports, "cache">; readonly settings: Settings };
export type FlagState = { readonly name: string; readonly description: string; readonly enabled: boolean };

/** What PROMPTR_FLAGS says of a flag, whose name may be that of something every object has (`constructor`). */
export const overrideOf = ({ flags }: Settings, name: string): boolean | undefined =>
  Object.hasOwn(flags, name) ? flags[name] : undefined;

/** Every feature flag: the table's word, unless PROMPTR_FLAGS says otherwise. */
export async function readFlags({ db, ports, settings }: Parts): Promise<FlagState[]> {
  const rows = await ports.cache.get("system:flags", { tags: [FLAGS_TAG], ttlMs: KEPT_MS }, () =>
    db.rows(allFlags({})),
  );
  return rows.map((row) => ({ ...row, enabled: overrideOf(settings, row.name) ?? row.enabled }));
}

export const isOn = async (parts: Parts, flag: string): Promise<boolean> =>
  (await readFlags(parts)).some(({ name, enabled }) => name === flag && enabled);
