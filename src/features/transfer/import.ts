import { monthOf } from "../../contract/tier.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { lockTree } from "../folders/index.ts";
import { tellQuotaReached } from "../notifications/index.ts";
import { refuseBroken } from "../prompts/index.ts";
import { refuseLeft } from "./breather.ts";
import type { IncomingFile } from "./incoming.ts";
import { lockBySlug, spendPrompts } from "./import-queries.ts";
import type { Plan } from "./plan.ts";
import { exhausted, planFor, type Prepared, refusalOf, type Wanted } from "./prepare.ts";
import { toPlan } from "./present.ts";
import * as rows from "./rows.ts";
import type { ImportPlan } from "./schema.ts";
import { readState, type State } from "./state.ts";
import { tell, write, type Writing } from "./write.ts";

/** Each finds a prompt that took a slug of the file's a moment ago: one is rare, three are somebody's intention. */
const LOCKING_TRIES = 3;

/** What an import would do, without doing it. */
export async function planImport(
  scope: Scope<Actor>,
  { file, formats, losses }: Prepared,
  wanted: Wanted,
): Promise<ImportPlan> {
  const state = await readState(scope, file);
  const plan = await planFor(scope, file, state, wanted, losses);
  return toPlan(plan, state, { dryRun: true, formats, losses, made: [] });
}

/** Writes the whole file in one transaction, or nothing of it; what is here already is left alone. */
export async function runImport(scope: Scope<Actor>, prepared: Prepared, wanted: Wanted): Promise<ImportPlan> {
  const { file, formats, computed, refusal } = prepared;
  if (refusal) throw refusal;
  refuseLeft(scope.signal);
  return atomically(scope, async (inner) => {
    const state = await lockedState(inner, file);
    const losses = prepared.losses.copy(); // a transaction that is tried again plans again
    const plan = await planFor(inner, file, state, wanted, losses);
    const refused = refusalOf(plan);
    if (refused) throw refused;
    const made = rows.withIds(plan.create, inner.now());
    await spend(inner, plan, state);
    await write(inner, plan, state, made, computed).catch(refuseBroken);
    tell(inner, plan, made);
    await log(inner, plan);
    return toPlan(plan, state, { dryRun: false, formats, losses, made });
  });
}

/** What is there, all of it locked: also a prompt that took one of the slugs after those were locked. */
async function lockedState(inner: Writing, file: IncomingFile): Promise<State> {
  const { userId } = inner.actor;
  const slugs = file.prompts.map(({ slug }) => slug);
  // Imports of one person follow each other, and nobody changes the folders meanwhile.
  await inner.db.rows(lockTree({ userId }));
  for (let tries = 0; tries < LOCKING_TRIES; tries += 1) {
    const locked = new Set((await inner.db.rows(lockBySlug({ userId, slugs }))).map(({ id }) => id));
    const state = await readState(inner, file);
    if ([...state.bySlug.values()].every(({ id }) => locked.has(id))) return state;
  }
  throw new Failure("overloaded", { detail: "Prompts of this file keep changing their slugs", retryAfterSeconds: 1 });
}

async function spend({ db, jobs, actor, now }: Writing, plan: Plan, state: State): Promise<void> {
  const needed = plan.create.length;
  if (needed === 0) return;
  const { limit } = state.quota;
  const spent = await db.first(spendPrompts({ userId: actor.userId, month: monthOf(now()), needed, limit }));
  if (!spent) throw exhausted(plan, state, now());
  const reached = { userId: actor.userId, kind: "prompts", month: monthOf(now()), limit } as const;
  if (state.quota.used + needed >= limit) await tellQuotaReached({ db, jobs, now }, reached);
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
