import { type Completion, ProviderFault } from "../../../contract/ai.ts";
import type { Provider } from "../../../contract/ai.ts";
import type { Scope } from "../../../scope.ts";
import { type Model, takesSchema } from "../../models/index.ts";
import { EditReader } from "./edit-reader.ts";
import type { Meter } from "./ledger.ts";
import { EDITS_MAX, inputOf, INSTRUCTIONS, type Question, schemaOf } from "./question.ts";
import { type Proposal, readEdit, readReply } from "./reply.ts";
import { askProvider, cutOff, toFailure } from "./upstream.ts";
import { costBound } from "./usage.ts";

/** Of the provider, for both askings and whatever the adapter repeats. */
const REQUESTS_MAX = 2;
/** For everything together, so that an answer leaves within 30 s. */
const DEADLINE_MS = 25_000;
/** With less time than this a model is not asked again. */
const SECOND_MS_MIN = 3_000;
/** Room for the edits and for what thinking models write before them. */
const OUTPUT_TOKENS_MAX = 16_000;

export type Asked = { readonly model: Model; readonly provider: Provider; readonly question: Question };

/** What asking may cost at most, in USD. */
export const askingBound = (model: Model, question: Question): number =>
  costBound(model, {
    bytes: Buffer.byteLength(INSTRUCTIONS + inputOf(question) + JSON.stringify(schemaOf(question))),
    maxOutputTokens: outputTokensOf(model),
    requests: REQUESTS_MAX,
  });

/**
 * Asks a model, and once more when its reply does not hold what was asked of it. Null when the second one does not either:
 * then the caller has to do without. @throws Failure when the provider fails at first, or the caller leaves; `meter.isOwed`
 * then says whether the call counts all the same.
 */
export async function askModel(scope: Scope, asked: Asked, meter: Meter): Promise<Proposal | null> {
  const endsAt = performance.now() + DEADLINE_MS;
  let requests = 0;
  for (let isFirst = true; ; isFirst = false) {
    if (scope.signal.aborted) {
      meter.isOwed = !isFirst;
      throw cutOff(scope.signal.reason);
    }
    try {
      const left = {
        requestsMax: isFirst ? 2 : 1,
        timeoutMs: isFirst ? undefined : endsAt - performance.now(),
      } as const;
      const onDelta = isFirst && wantsStream(scope) ? showEdits(scope, asked.question) : undefined;
      const reply = await askProvider(asked, { ...completionOf(asked), ...left, signal: scope.signal, onDelta }, meter);
      requests += reply.requests ?? 1;
      const proposal = readReply(asked.question, reply.text);
      if (proposal) return proposal;
    } catch (error) {
      if (scope.signal.aborted) {
        meter.isOwed = true;
        throw cutOff(error);
      }
      if (!(error instanceof ProviderFault)) throw error;
      if (isFirst && error.kind !== "broken_reply") {
        meter.isOwed = error.kind === "refused"; // the model has read and answered it, so it is paid for
        throw toFailure(error);
      }
      if (error.kind !== "broken_reply") return null;
      requests += error.requests;
    }
    if (requests >= REQUESTS_MAX || endsAt - performance.now() < SECOND_MS_MIN) return null;
  }
}

const outputTokensOf = ({ maxOutputTokens }: Model): number =>
  Math.min(maxOutputTokens ?? OUTPUT_TOKENS_MAX, OUTPUT_TOKENS_MAX);

const completionOf = ({ model, question }: Asked): Omit<Completion, "signal"> => ({
  model: model.id,
  instructions: INSTRUCTIONS,
  input: inputOf(question),
  schema: takesSchema(model) ? schemaOf(question) : undefined,
  maxOutputTokens: outputTokensOf(model),
});

/** Only saves the provider the work of streaming; who gets a stream is decided at the edge. */
const wantsStream = ({ request }: Scope): boolean => String(request.headers["accept"]).includes("text/event-stream");

/**
 * Shows each edit as soon as the model has finished it, and only those that hold. A reply with more than was asked for is
 * refused as a whole, and judging an edit costs more than writing one.
 */
function showEdits(scope: Scope, question: Question): (piece: string) => void {
  const reader = new EditReader();
  let left = EDITS_MAX;
  return (piece) => {
    if (left === 0) return;
    for (const text of reader.push(piece).slice(0, left)) {
      left -= 1;
      const change = readEdit(question, text);
      if (change) scope.progress("delta", { text: change.after, change });
    }
  };
}
