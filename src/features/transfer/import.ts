import { monthOf, nextMonth } from "../../contract/tier.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { lockTree } from "../folders/index.ts";
import { refuseProtected } from "../labels/index.ts";
import { refuseBroken } from "../prompts/index.ts";
import { checkFound } from "./check.ts";
import type { IncomingFile } from "./incoming.ts";
import { lockBySlug, spendPrompts } from "./import-queries.ts";
import { type Plan, planOf } from "./plan.ts";
import { toPlan } from "./present.ts";
import type { Format } from "./reading/found.ts";
import { Losses } from "./reading/losses.ts";
import { read } from "./reading/files.ts";
import * as rows from "./rows.ts";
import type { ImportPlan, ImportRequest } from "./schema.ts";
import { readState, type State } from "./state.ts";
import { tell, write, type Writing } from "./write.ts";

/** A file that was read and held against every rule, with what takes long computed: a transaction only has to write it. */
export type Prepared = {
  readonly file: IncomingFile;
  readonly formats: readonly Format[];
  /** Losses of reading; what planning adds is counted anew each time. */
  readonly losses: Losses;
  readonly computed: rows.Computed;
};

/** Reads the file and computes what it will store. Throws `import_invalid`, and never asks anybody but the database. */
export async function prepareImport(
  scope: Scope<Actor>,
  { format, content, ...wanted }: ImportRequest,
  dryRun: boolean,
): Promise<Prepared> {
  const losses = new Losses();
  const { formats, found } = await read(content, format, losses);
  const isOurs = formats.length === 1 && formats[0] === "promptr";
  const file = await checkFound(found, isOurs, losses);
  const computed: rows.Computed = new WeakMap();
  if (!dryRun) await rows.computeAhead(planOf(file, await readState(scope, file), wanted, new Losses()), computed);
  return { file, formats, losses, computed };
}

type Wanted = Pick<ImportRequest, "moveLabels" | "publish">;

/** What an import would do, without doing it. */
export async function planImport(
  scope: Scope<Actor>,
  { file, formats, losses }: Prepared,
  wanted: Wanted,
): Promise<ImportPlan> {
  const state = await readState(scope, file);
  const plan = planOf(file, state, wanted, losses);
  refuseLabels(scope.actor, plan, state);
  return toPlan(plan, state, { dryRun: true, formats, losses, made: [] });
}

/** Writes the whole file in one transaction, or nothing of it; what is here already is left alone. */
export function runImport(scope: Scope<Actor>, prepared: Prepared, wanted: Wanted): Promise<ImportPlan> {
  const { file, formats, computed } = prepared;
  return atomically(scope, async (inner) => {
    const { userId } = inner.actor;
    // Imports of one person follow each other, and nobody changes the folders meanwhile.
    await inner.db.rows(lockTree({ userId }));
    await inner.db.rows(lockBySlug({ userId, slugs: file.prompts.map(({ slug }) => slug) }));
    const state = await readState(inner, file);
    const losses = prepared.losses.copy(); // a transaction that is tried again plans again
    const plan = planOf(file, state, wanted, losses);
    refuseConflicts(plan);
    refuseLabels(inner.actor, plan, state);
    const made = rows.withIds(plan.create, inner.now());
    await spend(inner, made.length, state);
    await write(inner, plan, state, made, computed).catch(refuseBroken);
    tell(inner, plan, made);
    await log(inner, plan);
    return toPlan(plan, state, { dryRun: false, formats, losses, made });
  });
}

function refuseConflicts({ conflict }: Plan): void {
  const [first] = conflict;
  if (!first) return;
  throw new Failure(first.code, {
    detail: `${first.slug}: ${first.message}`,
    faults: conflict.slice(0, 50).map(({ place, code, message }) => ({ path: place, code, message })),
  });
}

/** A key that may write prompts may still not place the labels their owner protects. */
function refuseLabels(actor: Actor, { create, labels }: Plan, state: State): void {
  const placed = [
    ...create.flatMap(({ incoming }) => [...incoming.labels.keys()]),
    ...labels.flatMap(({ move }) => (move.moves ? [move.label] : [])),
  ];
  for (const label of new Set(placed)) refuseProtected(actor, label, state.protectedLabels);
}

async function spend({ db, actor, now }: Writing, needed: number, { quota }: State): Promise<void> {
  if (needed === 0) return;
  const spent = await db.first(
    spendPrompts({ userId: actor.userId, month: monthOf(now()), needed, limit: quota.limit }),
  );
  if (spent) return;
  throw new Failure("quota_exhausted", {
    detail: `The file has ${needed} new prompts, and this month has ${Math.max(0, quota.limit - quota.used)} left`,
    retryAfterSeconds: (nextMonth(now()).getTime() - now().getTime()) / 1_000,
  });
}

async function log(inner: Writing, { create, update, labels }: Plan): Promise<void> {
  const moved = labels.filter(({ move }) => move.moves).length;
  if (create.length + update.length + moved === 0) return;
  await record(inner, {
    action: "prompts.import",
    subject: { type: "profile", id: inner.actor.userId },
    ownerId: inner.actor.userId,
    details: { created: create.length, updated: update.length, labels: moved },
  });
}
