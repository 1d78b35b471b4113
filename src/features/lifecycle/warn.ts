import { atomically, type Scope } from "../../scope.ts";
import { sendMail } from "../mail/index.ts";
import { type Catalogue, type Model, readCatalogue, statusOf, successorOf } from "../models/index.ts";
import { notify } from "../notifications/index.ts";
import { warnOwners } from "./jobs.ts";
import { noticeOf } from "./notice.ts";
import { insertNotice, ownersAfter, untoldUses, type Use } from "./queries.ts";

/** Long enough to try the replacement at leisure. */
const AHEAD_MS = 90 * 86_400_000;
/** Owners read in one statement: 9 ms with 50 prompts each, and time enough for those who have thousands. */
const BATCH = 25;
/** One run stays well below its timeout; the next goes on after it. */
const OWNERS_MAX = 5_000;
const TOLD_MAX = 2_000;
/** Before every account. */
const NIL = "00000000-0000-0000-0000-000000000000";

/** How near the end of a model is, once that concerns its users. */
function stageOf(model: Model, today: Date): Use["stage"] | null {
  const status = statusOf(model, today);
  if (status === "retired") return "retired";
  const isNear = model.retiresOn !== null && Date.parse(model.retiresOn) - today.getTime() <= AHEAD_MS;
  return isNear ? "retiring" : null;
}

function dyingOf({ models }: Catalogue, today: Date) {
  const rows = models.flatMap((model) => {
    const stage = stageOf(model, today);
    return stage ? [model.id, ...model.aliases].map((name) => ({ name, model: model.id, stage })) : [];
  });
  return {
    names: rows.map(({ name }) => name),
    models: rows.map(({ model }) => model),
    stages: rows.map(({ stage }) => stage),
  };
}

/**
 * Tells every owner once of each model that ends within 90 days, and once more when it has ended, where a prompt or a labelled
 * version is written for it. Safe to run twice at once and after a crash: who was told stands in the same transaction.
 */
export async function warnOfEndings(
  scope: Scope<null>,
  { after = NIL }: { after?: string | undefined },
): Promise<void> {
  const catalogue = await readCatalogue(scope);
  const dying = dyingOf(catalogue, scope.now());
  let [last, seen, told] = [after, 0, 0];
  while (seen < OWNERS_MAX && told < TOLD_MAX) {
    scope.signal.throwIfAborted();
    const owners = (await scope.db.rows(ownersAfter({ after: last, limit: BATCH }))).map(({ id }) => id);
    const [newest] = owners.slice(-1);
    if (newest === undefined) return;
    for (const use of await scope.db.rows(untoldUses({ owners, ...dying }))) {
      await tell(scope, catalogue, use);
      told += 1;
    }
    seen += owners.length;
    last = newest;
  }
  const day = scope.now().toISOString().slice(0, 10);
  await scope.jobs.send(warnOwners, { after: last }, { key: `${day} ${last}` });
}

async function tell(scope: Scope<null>, catalogue: Catalogue, use: Use): Promise<void> {
  const model = catalogue.resolve(use.model);
  if (!model) return;
  const successor = successorOf(catalogue, model, scope.now());
  const instead = successor === model ? catalogue.resolve(model.replacement ?? "") : successor;
  const { user_id: userId, stage } = use;
  await atomically(scope, async (inner) => {
    const isFirst = await inner.db.first(insertNotice({ userId, model: model.id, stage, now: inner.now() }));
    if (!isFirst) return;
    const about = await notify(inner, userId, noticeOf(use, model, instead?.id ?? null));
    const mail = { to: userId, template: "model_retiring", about } as const;
    await inner.jobs.send(sendMail, mail, { key: `model_retiring ${userId} ${model.id} ${stage}` });
  });
}
