import { type ListedModel, type Provider, ProviderFault } from "../../contract/ai.ts";
import { JobRefused } from "../../contract/job.ts";
import { asUser } from "../../db/identity.ts";
import { atomically, type Inner, type Scope, through } from "../../scope.ts";
import { isOn } from "../system/index.ts";
import { isOwnId, type ListedRow } from "./overlay.ts";
import { countKept, keepModels, listedModels } from "./queries.ts";
import { MODELS_TAG } from "./read.ts";

/** Large gateways list some 500; a longer list would make the catalogue unreadable. */
const LISTED_MAX = 1_000;
/** Of one provider, those it has dropped included: nothing is ever deleted, because prompts may still name it. */
const KEPT_MAX = 5_000;
/** A list that changes more than by half is broken, unless it says so for this long. */
const BELIEVED_MS = 7 * 86_400_000;
/** Somebody's own server may well exchange all of its few models in a day. */
const FEW = 4;
const DAY_MS = 86_400_000;

/** Models that do not answer in text, and those somebody has tuned for one purpose. */
const NO_CHAT =
  /embed|whisper|\btts\b|-tts|dall-e|image|moderation|realtime|audio|transcribe|sora|davinci|babbage|rerank|veo|imagen|lyria|\baqa\b|^ft:/i;

/** A list that cannot be right; what was read before stays. */
export class ModelListRefused extends JobRefused {
  override name = "ModelListRefused";
}

/**
 * Each provider's list for itself; what is wrong with one is said when the others are done. The kill switch for calls of
 * providers keeps these from them as well: the lists stay as they are until the next night.
 */
export async function refreshCatalogue(scope: Scope<null>): Promise<void> {
  if (!(await isOn(through(scope, asUser(null)), "model_calls"))) return;
  const troubles: unknown[] = [];
  for (const provider of scope.ports.ai.providers.values()) {
    try {
      await refreshOne(scope, provider);
    } catch (error) {
      scope.signal.throwIfAborted();
      troubles.push(error);
    }
  }
  if (troubles.length > 0) throw troubleOf(troubles);
}

/** Tried again when that can help; a server that has no list, or a wrong one, will have none in a minute either. */
function troubleOf(troubles: readonly unknown[]): Error {
  const message = troubles.map((trouble) => (trouble instanceof Error ? trouble.message : String(trouble))).join("; ");
  const isFinal = (trouble: unknown): boolean =>
    trouble instanceof JobRefused ||
    (trouble instanceof ProviderFault && (trouble.kind === "rejected" || trouble.kind === "broken_reply"));
  if (troubles.every(isFinal)) return new ModelListRefused(message, { cause: new AggregateError(troubles) });
  return new AggregateError(troubles, `Lists of models could not be read: ${message}`);
}

async function refreshOne(scope: Scope<null>, provider: Provider): Promise<void> {
  const listed = await provider.listModels(scope.signal);
  await atomically(scope, (inner) => keep(inner, provider, listed));
}

type Row = ListedRow & { readonly last_seen_at: Date };

async function keep(
  scope: Inner<Scope<null>>,
  { name, listName }: Provider,
  listed: readonly ListedModel[],
): Promise<void> {
  const now = scope.now();
  const before = await scope.db.rows(listedModels({ lists: [listName], limit: KEPT_MAX }));
  const known = new Map(before.map((row) => [row.id, row]));
  const chat = listed.filter(({ id }) => !NO_CHAT.test(id) && isOwnId(id, name));
  const after = rowsOf(chat, listName, now, known);
  refuseWrong(listName, before, after, now);
  const fresh = after.filter(({ id }) => !known.has(id)).length;
  const { kept } = await scope.db.one(countKept({ provider: name }));
  if (kept + fresh > KEPT_MAX) throw new ModelListRefused(`${listName} has named more than ${KEPT_MAX} models by now`);
  const seen = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id, listed: was }) => was && !seen.has(id)).map((row) => ({ ...row, listed: false }));
  const rows = [...after, ...gone].map((row) => ({ ...row, first_seen_at: now }));
  await scope.db.rows(keepModels({ rows: JSON.stringify(rows), provider: name }));
  if (rows.some((row) => isNews(row, known.get(row.id)))) scope.changed({ tags: [MODELS_TAG] });
}

/** Throws for a list that no provider in order would send. */
function refuseWrong(list: string, before: readonly Row[], after: readonly Row[], now: Date): void {
  const isAlive = ({ listed, retires_on: end }: ListedRow): boolean =>
    listed && (end === null || Date.parse(end) > now.getTime());
  if (!after.some(isAlive)) throw new ModelListRefused(`The list of ${list} is empty`);
  if (after.length > LISTED_MAX) throw new ModelListRefused(`The list of ${list} has ${after.length} models`);
  const alive = new Set(after.filter(isAlive).map(({ id }) => id));
  const believed = before.filter((row) => isAlive(row) && row.last_seen_at.getTime() > now.getTime() - BELIEVED_MS);
  const lost = believed.filter(({ id }) => !alive.has(id)).length;
  if (believed.length >= FEW && lost * 2 > believed.length) {
    throw new ModelListRefused(`The list of ${list} has lost ${lost} of ${believed.length} models`);
  }
}

/** One row an id: of two entries of the same name the first counts. */
function rowsOf(listed: readonly ListedModel[], list: string, now: Date, known: ReadonlyMap<string, Row>): Row[] {
  const byId = new Map(listed.toReversed().map((model) => [model.id, model]));
  return [...byId.values()].map((model) => ({
    id: model.id,
    provider: list,
    listed: model.stage !== "retired",
    context_window: model.contextWindow,
    max_output_tokens: model.maxOutputTokens,
    structured_output: model.structuredOutput,
    retires_on: endOf(model, known.get(model.id)?.retires_on ?? null, now),
    last_seen_at: now,
  }));
}

/** A model that should have ended and still answers may end any day; one that has ended has no day to come. */
function endOf({ stage, retiresOn }: ListedModel, knownEnd: string | null, now: Date): string | null {
  const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const today = dayAt(now.getTime());
  if (stage === "retired") return [retiresOn, knownEnd].find((end) => end !== null && end <= today) ?? today;
  if (stage === "overdue" && retiresOn !== null && retiresOn <= today) return dayAt(now.getTime() + DAY_MS);
  return retiresOn;
}

const SAID = ["provider", "listed", "context_window", "max_output_tokens", "structured_output", "retires_on"] as const;
const isNews = (row: ListedRow, known: ListedRow | undefined): boolean =>
  !known || SAID.some((column) => row[column] !== known[column]);
