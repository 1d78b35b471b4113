import { type Flag, FLAGS } from "../../contract/flags.ts";
import type { Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { FLAGS_TAG, overrideOf } from "../system/index.ts";
import { holdFlags, removeFlag, saveFlag, storedFlags } from "./queries.ts";
import type { FlagChange, FlagState } from "./schema.ts";

/** Everybody reads all of them at once. */
const FLAGS_MAX = 100;
const isBuiltIn = (name: string): boolean => FLAGS.includes(name as Flag); // a name that is none of them is what is asked about

type Row = { readonly name: string; readonly description: string; readonly enabled: boolean };
function toState({ name, description, enabled }: Row, settings: Settings): FlagState {
  const override = overrideOf(settings, name);
  return {
    name,
    description,
    enabled: override ?? enabled,
    stored: enabled,
    overridden: override !== undefined,
    builtIn: isBuiltIn(name),
  };
}
const readStored = async ({ db, settings }: { db: Db; settings: Settings }): Promise<FlagState[]> =>
  (await db.rows(storedFlags({}))).map((row) => toState(row, settings));

/** Every flag as the table has it this moment, and what holds of it here. */
export const listFlags = async (scope: Scope<Actor>): Promise<{ flags: FlagState[] }> => ({
  flags: await readStored(through(scope, AS_AUTH)),
});

/**
 * Switches a flag, or makes one. It holds at once here and within a quarter of a second elsewhere, except where
 * PROMPTR_FLAGS overrides it. Throws `flag_limit_reached`.
 */
export function setFlag(scope: Scope<Actor>, name: string, change: FlagChange): Promise<FlagState> {
  return atomically(through(scope, AS_AUTH), async (inner) => {
    await inner.db.rows(holdFlags({}));
    const flags = await readStored(inner);
    const known = flags.find((flag) => flag.name === name);
    if (!known && flags.length >= FLAGS_MAX) throw new Failure("flag_limit_reached");
    const { enabled } = change;
    const description = change.description ?? known?.description ?? name;
    await inner.db.rows(saveFlag({ name, description, enabled }));
    if (known?.stored !== enabled || known.description !== description) {
      inner.changed({ tags: [FLAGS_TAG] });
      await record(inner, {
        action: "flag.set",
        subject: { type: "flag", id: name },
        ownerId: null,
        details: { from: known?.stored ?? null, to: enabled },
      });
    }
    return toState({ name, description, enabled }, inner.settings);
  });
}

/** Removes a flag of a front end's. Throws `not_found`, and `flag_built_in` for one the product reads: without its row it would be off. */
export function deleteFlag(scope: Scope<Actor>, name: string): Promise<void> {
  return atomically(through(scope, AS_AUTH), async (inner) => {
    await inner.db.rows(holdFlags({}));
    const known = (await readStored(inner)).find((flag) => flag.name === name);
    if (!known) throw new Failure("not_found");
    if (known.builtIn) throw new Failure("flag_built_in");
    await inner.db.rows(removeFlag({ name }));
    inner.changed({ tags: [FLAGS_TAG] });
    await record(inner, {
      action: "flag.remove",
      subject: { type: "flag", id: name },
      ownerId: null,
      details: { from: known.stored },
    });
  });
}
