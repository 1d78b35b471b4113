import { nextMonth } from "../../contract/tier.ts";
import { Failure } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import { breather } from "./breather.ts";
import { checkFound } from "./check.ts";
import { protectedIn } from "./conflicts.ts";
import type { IncomingFile } from "./incoming.ts";
import { type Plan, planOf } from "./plan.ts";
import type { Format } from "./reading/found.ts";
import { Losses } from "./reading/losses.ts";
import { read } from "./reading/files.ts";
import * as rows from "./rows.ts";
import type { ImportRequest } from "./schema.ts";
import { readState, type State } from "./state.ts";
import { inTurn } from "./turns.ts";

/** A file that was read and held against every rule, with what takes long computed: a transaction only has to write it. */
export type Prepared = {
  readonly file: IncomingFile;
  readonly formats: readonly Format[];
  /** Losses of reading; what planning adds is counted anew each time. */
  readonly losses: Losses;
  readonly computed: rows.Computed;
  /** Why nothing was computed. Not thrown before the request is known to be no repetition, which has its answer already. */
  readonly refusal: Failure | null;
};

export type Wanted = Pick<ImportRequest, "moveLabels" | "publish">;

/** Reads the file and computes what it will store. Throws `import_invalid`, and never asks anybody but the database. */
export function prepareImport(
  scope: Scope<Actor>,
  { format, content, ...wanted }: ImportRequest,
  dryRun: boolean,
): Promise<Prepared> {
  const { signal, actor } = scope;
  return inTurn(actor.userId, signal, async () => {
    const losses = new Losses();
    const { formats, found } = await read(content, format, losses, signal);
    const isOurs = formats.length === 1 && formats[0] === "promptr";
    const file = await checkFound(found, isOurs, losses, signal);
    const computed: rows.Computed = new WeakMap();
    if (dryRun) return { file, formats, losses, computed, refusal: null };
    const state = await readState(scope, file);
    const plan = await planFor(scope, file, state, wanted, new Losses());
    const refusal = refusalOf(plan) ?? shortage(plan, state, scope.now());
    if (!refusal) await rows.computeAhead(plan, computed, signal);
    return { file, formats, losses, computed, refusal };
  });
}

/** The plan of a file, with what the caller may not do among its conflicts. */
export async function planFor(
  { actor, signal }: Pick<Scope<Actor>, "actor" | "signal">,
  file: IncomingFile,
  state: State,
  wanted: Wanted,
  losses: Losses,
): Promise<Plan> {
  const plan = await planOf(file, state, wanted, losses, breather(signal));
  plan.conflict.push(...protectedIn(actor, plan, state.protectedLabels));
  return plan;
}

/** The first conflict as the failure it is, with all of them as faults. */
export function refusalOf({ conflict }: Plan): Failure | null {
  const [first] = conflict;
  if (!first) return null;
  return new Failure(first.code, {
    detail: `${first.slug}: ${first.message}`,
    faults: conflict.slice(0, 50).map(({ place, code, message }) => ({ path: place, code, message })),
  });
}

export const exhausted = ({ create }: Plan, { quota }: State, now: Date): Failure =>
  new Failure("quota_exhausted", {
    detail: `The file has ${create.length} new prompts, and this month has ${Math.max(0, quota.limit - quota.used)} left`,
    retryAfterSeconds: (nextMonth(now).getTime() - now.getTime()) / 1_000,
  });

/** What spending would say, as far as it can be known before. */
function shortage(plan: Plan, state: State, now: Date): Failure | null {
  const needed = plan.create.length;
  return needed > 0 && needed > state.quota.limit - state.quota.used ? exhausted(plan, state, now) : null;
}
