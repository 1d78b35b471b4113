import { Failure } from "../../errors.ts";
import { type Actor, atomically, derive, type Scope } from "../../scope.ts";
import { inspect } from "../enrichment/index.ts";
import {
  type Catalogue,
  factsOf,
  isOffered,
  knownModel,
  type Model,
  readCatalogue,
  successorOf,
} from "../models/index.ts";
import { contentOf, fieldsOf, lockOwn, ownPrompt, type PromptRow, saveLocked } from "../prompts/index.ts";
import { countOwnAmong, labelsOn, promptsOn } from "./queries.ts";
import { type MigratedPrompt, type Migration, type MigrationInput, PROMPTS_MAX } from "./schema.ts";

/** The rules that judge a prompt together with its model. */
const ABOUT_MODELS: ReadonlySet<string> = new Set([
  "model-retired",
  "model-retiring-soon",
  "param-unsupported-by-model",
  "over-context-window",
]);
/** What keeps one prompt from being saved, and says nothing of the others. */
const OF_ONE_PROMPT: ReadonlySet<string> = new Set(["too_many_versions", "publish_blocked", "not_found"]);

/** Before every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

type Move = { readonly from: Model; readonly to: Model; readonly names: ReadonlySet<string> };

/**
 * Makes new versions of own prompts for another model, each in a transaction of its own; labels stay where they are. What is
 * written for another model already is left alone, so it can be asked again. @throws Failure `not_found` when one of the
 * prompts is none of the caller's; `invalid_input` for models that cannot be left or gone to.
 */
export async function migratePrompts(scope: Scope<Actor>, input: MigrationInput): Promise<Migration> {
  const { userId } = scope.actor;
  const catalogue = await readCatalogue(scope);
  const move = moveOf(catalogue, input, scope.now());
  const names = [...move.names];
  const { ids, next } = await wanted(scope, input, names);
  const labels = Map.groupBy(await scope.db.rows(labelsOn({ userId, ids, names })), ({ prompt_id: id }) => id);
  const facts = factsOf(catalogue, move.to.id, scope.now());
  const prompts: MigratedPrompt[] = [];
  for (const id of ids) {
    if (scope.signal.aborted) throw new Failure("overloaded", { detail: "The request was cut off; ask again" });
    const done = input.dryRun ? await foresee(scope, id, move) : await carryOut(scope, id, move);
    if (!done) continue;
    prompts.push({
      ...done.outcome,
      findings: findingsOf(done.row, facts, scope.now()),
      labels: (labels.get(id) ?? []).map(({ label, version }) => ({ label, version })),
    });
  }
  const [left] = await scope.db.rows(promptsOn({ userId, names, after: FIRST, limit: 1 }));
  return { from: move.from.id, to: move.to.id, dryRun: input.dryRun, prompts, next, remaining: left?.total ?? 0 };
}

function moveOf(catalogue: Catalogue, input: MigrationInput, today: Date): Move {
  const from = knownModel(catalogue, input.from, "body.from");
  const to =
    input.to === undefined ? replacementOf(catalogue, from, today) : knownModel(catalogue, input.to, "body.to");
  if (to === from) throw refused("same_model", `${input.to ?? from.id} is the same model`);
  if (to.provider === "builtin") throw refused("not_a_model", `${to.id} makes repairs and answers no prompts`);
  if (!isOffered(to, today)) throw refused("model_not_offered", `${to.id} answers no more`);
  return { from, to, names: new Set([from.id, ...from.aliases]) };
}

function replacementOf(catalogue: Catalogue, from: Model, today: Date): Model {
  const named = from.replacement === null ? undefined : catalogue.resolve(from.replacement);
  if (!named) throw refused("no_replacement", `no replacement of ${from.id} is known; name a model`);
  return successorOf(catalogue, named, today);
}

const refused = (code: string, message: string): Failure =>
  new Failure("invalid_input", { detail: `body.to: ${message}`, faults: [{ path: "body.to", code, message }] });

/** `next` is where another call goes on, past those that could not be saved as well. */
async function wanted(
  { db, actor: { userId } }: Scope<Actor>,
  { promptIds, after = FIRST }: MigrationInput,
  names: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly next: string | null }> {
  if (!promptIds) {
    const rows = await db.rows(promptsOn({ userId, names, after, limit: PROMPTS_MAX }));
    const isMore = (rows[0]?.total ?? 0) > rows.length;
    return { ids: rows.map(({ id }) => id), next: isMore ? (rows.at(-1)?.id ?? null) : null };
  }
  const ids = [...new Set(promptIds)];
  const { own } = await db.one(countOwnAmong({ userId, ids }));
  if (own < ids.length) throw new Failure("not_found");
  return { ids, next: null };
}

type Done = { readonly row: PromptRow; readonly outcome: Omit<MigratedPrompt, "findings" | "labels"> };

const outcomeOf = (row: PromptRow, over: Partial<Done["outcome"]>): Done => ({
  row,
  outcome: {
    promptId: row.id,
    title: row.title,
    status: "unchanged",
    previousVersion: row.version,
    version: row.version,
    selectedModel: row.selected_model,
    problem: null,
    ...over,
  },
});

/** Undefined when it was deleted meanwhile. */
async function foresee({ db, actor }: Scope<Actor>, id: string, { names, to }: Move): Promise<Done | undefined> {
  const row = await db.first(ownPrompt({ id, userId: actor.userId }));
  if (!row) return undefined;
  if (!names.has(row.selected_model)) return outcomeOf(row, {});
  return outcomeOf(row, { status: "would_migrate", version: row.version + 1, selectedModel: to.id });
}

async function carryOut(scope: Scope<Actor>, id: string, move: Move): Promise<Done | undefined> {
  try {
    return await atomically(scope, async (inner) => {
      const free = derive(inner, { request: { ...inner.request, ifMatch: null } }); // one ETag cannot be that of a hundred
      const row = await lockOwn(free, id);
      if (!move.names.has(row.selected_model)) return outcomeOf(row, {});
      const message = `From ${row.selected_model} to ${move.to.id}`;
      const saved = await saveLocked(free, row, { ...fieldsOf(row), selectedModel: move.to.id }, message);
      return outcomeOf(saved, { status: "migrated", previousVersion: row.version });
    });
  } catch (error) {
    if (!(error instanceof Failure) || !OF_ONE_PROMPT.has(error.code)) throw error;
    const row = await scope.db.first(ownPrompt({ id, userId: scope.actor.userId }));
    return row && outcomeOf(row, { status: "refused", problem: { code: error.code, detail: error.message } });
  }
}

function findingsOf(row: PromptRow, model: ReturnType<typeof factsOf>, today: Date): MigratedPrompt["findings"] {
  const { findings } = inspect(contentOf(row), { title: row.title, isPublic: row.is_public, model, today });
  return findings
    .filter(({ ruleId }) => ABOUT_MODELS.has(ruleId))
    .map(({ ruleId, severity, field, span: [start, end], message }) => ({
      ruleId,
      severity,
      field,
      span: [start, end],
      message,
    }));
}
