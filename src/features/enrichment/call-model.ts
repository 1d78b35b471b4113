import { type Completion, ProviderFault } from "../../contract/ai.ts";
import { asUser } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Scope, through } from "../../scope.ts";
import { type Choice, type Model, takesSchema } from "../models/index.ts";
import { isOn } from "../system/index.ts";
import { throughGate } from "./enhance/gate.ts";
import { type Account, type Attempt, counted, type Meter, type QuotaHeaders } from "./enhance/ledger.ts";
import { askProvider, cutOff, toFailure } from "./enhance/upstream.ts";
import { costBound, type Usage } from "./enhance/usage.ts";
import { tierOf } from "./ledger-queries.ts";

/** The adapter's, for one failure that may pass. */
const REQUESTS_MAX = 2;

/** One paid call of a model: whose, what for, and what is asked. */
export type ModelCall = {
  readonly kind: "run" | "test";
  /** Whose month and day pay; the caller's unless a job gives it. */
  readonly userId?: string;
  readonly choice: Choice;
  readonly promptId: string | null;
  /** Which version of it, and the label it was asked for by. */
  readonly version?: number | null;
  readonly label?: string | null;
  /** `temperature` and `schema` are left out for models that do not take them; `maxOutputTokens` is cut to the model's. */
  readonly completion: Pick<
    Completion,
    "instructions" | "input" | "schema" | "temperature" | "maxOutputTokens" | "onDelta"
  >;
  /** Called once it is counted and has its place, before the provider is asked. */
  readonly onStart?: () => void;
};

export type ModelAnswer = {
  readonly text: string;
  /** The text ends where `maxOutputTokens` ended; never with a schema. */
  readonly isCutShort: boolean;
  readonly usage: Usage;
  readonly model: Model;
  /** What is left of the month. */
  readonly headers: QuotaHeaders;
};

/** Whether providers may be called at all: the operator's kill switch, felt within a second. */
export const modelsAreOn = (scope: Pick<Scope, "db" | "ports" | "settings">): Promise<boolean> =>
  isOn(scope, "model_calls");

/**
 * Every paid call of a model outside the enhancer. It counts as one enrichment of the month and against the day's cap; what
 * fails is refunded, unless the model declined or the caller left once it was asked. Works in requests and in jobs, never in
 * a transaction. Called from a job it waits up to a minute for a place among the calls under way.
 * @throws Failure `feature_disabled` (kill switch), `provider_not_configured`, `overloaded` (too many at once, or cut off),
 * `quota_exhausted` (month, day's cap, too many failures), `provider_failed` (with Retry-After when known), `provider_timeout`,
 * `provider_declined`; `not_found` for a job whose user is gone or suspended.
 */
export async function callModel(scope: Scope, call: ModelCall): Promise<ModelAnswer> {
  const account = await accountOf(scope, call.userId);
  const own = scope.actor ? scope : through(scope, asUser(account.userId));
  if (!(await modelsAreOn(own))) {
    throw new Failure("feature_disabled", { detail: "Calls of models are switched off at the moment" });
  }
  const { model, provider } = call.choice;
  if (!provider) {
    throw new Failure("provider_not_configured", {
      detail: `No key of a model's provider is configured (${model.id})`,
    });
  }
  const completion = completionFor(model, call.completion, scope.signal);
  const { kind, promptId, version = null, label = null } = call;
  const work = { account, kind, model, promptId, version, label, costBound: boundOf(model, completion) };
  const reply = () =>
    counted(own, work, (meter) => {
      call.onStart?.();
      return answered({ model, provider }, completion, meter);
    });
  const { attempt, headers } = await throughGate(account.userId, reply, scope.actor ? undefined : scope.signal);
  const { text, isCutShort, usage } = attempt;
  return { text, isCutShort, usage, model, headers };
}

async function accountOf({ actor, db }: Scope, userId: string | undefined): Promise<Account> {
  if (actor) return actor;
  if (userId === undefined) throw new Error("A call of a model outside a request needs to know whose it is");
  const row = await db.as(asUser(userId)).first(tierOf({ userId }));
  if (!row) throw new Failure("not_found");
  return { userId, tier: row.subscription_tier };
}

function completionFor(model: Model, asked: ModelCall["completion"], signal: AbortSignal): Completion {
  return {
    ...asked,
    model: model.id,
    schema: takesSchema(model) ? asked.schema : undefined,
    temperature: model.capabilities.temperature ? asked.temperature : undefined,
    maxOutputTokens: Math.min(asked.maxOutputTokens, model.maxOutputTokens ?? asked.maxOutputTokens),
    signal,
  };
}

const boundOf = (model: Model, { instructions, input, schema, maxOutputTokens }: Completion): number =>
  costBound(model, {
    bytes: Buffer.byteLength(instructions + input + (schema ? JSON.stringify(schema) : "")),
    maxOutputTokens,
    requests: REQUESTS_MAX,
  });

type Answered = Attempt & Pick<ModelAnswer, "text" | "isCutShort">;

async function answered(
  asked: Parameters<typeof askProvider>[0],
  completion: Completion,
  meter: Meter,
): Promise<Answered> {
  if (completion.signal.aborted) throw cutOff(completion.signal.reason);
  try {
    const { text, isCutShort = false } = await askProvider(asked, completion, meter);
    return { status: "answered", model: asked.model, usage: meter.usage, text, isCutShort };
  } catch (error) {
    if (completion.signal.aborted) {
      meter.isOwed = true;
      throw cutOff(error);
    }
    if (!(error instanceof ProviderFault)) throw error;
    meter.isOwed = error.kind === "refused"; // the model has read and answered it, so it is paid for
    throw toFailure(error);
  }
}
