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

const KEPT = { tags: [FLAGS_TAG], ttlMs: KEPT_MS };
const stored = ({ db, ports }: Parts): Promise<FlagState[]> =>
  ports.cache.get("system:flags", KEPT, () => db.rows(allFlags({})));

/** Every feature flag: the table's word, unless PROMPTR_FLAGS says otherwise. */
export async function readFlags(parts: Parts): Promise<FlagState[]> {
  const rows = await stored(parts);
  return rows.map((row) => ({ ...row, enabled: overrideOf(parts.settings, row.name) ?? row.enabled }));
}

export async function isOn(parts: Parts, flag: string): Promise<boolean> {
  const row = (await stored(parts)).find(({ name }) => name === flag);
  return row !== undefined && (overrideOf(parts.settings, flag) ?? row.enabled);
}
