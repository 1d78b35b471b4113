import { newId } from "../../../contract/id.ts";
import { type Actor, derive, type Scope } from "../../../scope.ts";
import { BUILT_IN, chooseModel } from "../../models/index.ts";
import { isOn } from "../../system/index.ts";
import type { Enhancement } from "../replies.ts";
import type { EnhanceInput } from "../schema.ts";
import { askingBound } from "./ask.ts";
import { type CacheKeys, cacheKeysOf } from "./cache-key.ts";
import { Flights } from "./flights.ts";
import { throughGate } from "./gate.ts";
import { findKept, keep } from "./kept.ts";
import { factsFor } from "./written-for.ts";
import { counted, type QuotaHeaders } from "./ledger.ts";
import { present } from "./present.ts";
import { byBuiltIn, byModel, isGood, judge, questionOf, type Result, type Task, unchanged } from "./result.ts";
import { readSource, type Source } from "./source.ts";
import { NO_USAGE } from "./usage.ts";

/** What was made, of what, and what the answer says in its headers. */
export type Enhanced = { readonly reply: Enhancement; readonly source: Source; readonly headers: QuotaHeaders };

/**
 * Improves a prompt. The same question of the same owner is answered once within 24 hours: what is kept, and what is under
 * way in this process, costs nothing more.
 */
export async function enhance(scope: Scope<Actor>, input: EnhanceInput): Promise<Enhanced> {
  const startedAt = performance.now();
  const { choice, isOff } = await chosen(scope, input);
  const source = await readSource(scope, input);
  if (source.promptId !== null) scope.used({ promptId: source.promptId, version: source.version });
  const writtenFor = await factsFor(scope, source.selectedModel);
  const task: Task = { source, choice, input, writtenFor, report: judge({ source, writtenFor }, source.draft) };
  const done = await answer(scope, task);
  const reply = {
    ...present(source.draft, done.result, choice, isOff),
    id: done.result.status === "already_good" ? null : done.id,
    cached: done.isCached,
    processingTimeMs: Math.round(performance.now() - startedAt),
  };
  return { reply, source, headers: done.headers };
}

/** While models are switched off, the built-in engine does what it can. */
async function chosen(scope: Scope<Actor>, input: EnhanceInput) {
  const choice = await chooseModel(scope, input.model);
  if (choice.provider === null || (await isOn(scope, "model_calls"))) return { choice, isOff: false };
  return { choice: { ...choice, model: BUILT_IN, provider: null }, isOff: true };
}

type Done = {
  readonly result: Result;
  /** Under which it is kept; null for what costs nothing to do again. */
  readonly id: string | null;
  readonly isCached: boolean;
  readonly headers: QuotaHeaders;
};

const flights = new Flights<Done>();

async function answer(scope: Scope<Actor>, task: Task): Promise<Done> {
  if (isGood(task)) return free(unchanged(task));
  const keys = keysOf(scope.actor.userId, task);
  const key = keys.whole.toString("hex");
  if (flights.isUnderWay(key)) sayStart(scope, task); // or a joined stream would be silent to its end
  const { value, isOwn } = await flights.join(key, scope.signal, (signal) =>
    carryOut(derive(scope, { signal, progress: whileThere(scope) }), task, keys),
  );
  return isOwn ? value : shared(value);
}

/** What somebody else's request has paid for costs who joined it nothing. */
const shared = ({ result, id, isCached }: Done): Done => ({
  result: { ...result, usage: NO_USAGE },
  id,
  isCached: isCached || id !== null,
  headers: {},
});

const sayStart = (scope: Scope, { choice: { model }, report }: Task): void =>
  scope.progress("start", { model: model.id, provider: model.provider, findings: report.findings.length });

const free = (result: Result): Done => ({ result, id: null, isCached: false, headers: {} });

const whileThere =
  (scope: Scope): Scope["progress"] =>
  (event, data) => {
    if (!scope.signal.aborted) scope.progress(event, data); // others may still wait for what it began
  };

const keysOf = (userId: string, { source, report, choice, input }: Task): CacheKeys =>
  cacheKeysOf({
    userId,
    source,
    report,
    model: choice.model.id,
    instructions: input.instructions,
    maxTokenGrowth: input.maxTokenGrowth,
  });

/** What needs no provider and changes nothing is free; everything else is reserved before it is begun. */
async function carryOut(scope: Scope<Actor>, task: Task, keys: CacheKeys): Promise<Done> {
  const { provider, model } = task.choice;
  const { promptId, version } = task.source;
  const kept = await findKept(scope, keys, promptId);
  if (kept) {
    sayStart(scope, task); // a stream tells the same story, however its end is known
    return { ...kept, isCached: true, headers: {} };
  }
  const repaired = provider ? null : byBuiltIn(task);
  if (repaired?.changes.length === 0) return free(repaired);
  const id = newId(scope.now().getTime());
  const costBound = provider ? askingBound(model, questionOf(task)) : 0;
  const work = { id, account: scope.actor, kind: "enhance", model, promptId, version, costBound } as const;
  const { attempt, headers } = await counted(scope, work, async (meter) => {
    const made = async (): Promise<Result> => {
      sayStart(scope, task);
      return repaired ?? byModel(scope, task, meter);
    };
    const result = await (provider ? throughGate(scope.actor.userId, made) : made());
    return { ...result, isKept: await keepMade(scope, task, { id, keys, result }) };
  });
  const { isKept, ...result } = attempt;
  return { result, id: isKept ? id : null, isCached: false, headers };
}

/** Before it is settled: when the process dies between the two, the answer is there and the reservation is given back. */
function keepMade(
  scope: Scope<Actor>,
  task: Task,
  made: { readonly id: string; readonly keys: CacheKeys; readonly result: Result },
): Promise<boolean> {
  const improved = { ...task.source, draft: made.result.enhanced };
  const improvedKeys = keysOf(scope.actor.userId, {
    ...task,
    source: improved,
    report: judge(task, improved.draft),
  });
  return keep(scope, { ...made, source: task.source }, improvedKeys);
}
