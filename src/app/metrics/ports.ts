import { type Completion, type Provider, ProviderFault } from "../../contract/ai.ts";
import type { RequestLimiter, Verdict } from "../../contract/limiter.ts";
import { MailRefused } from "../../contract/mail.ts";
import type { Meters } from "../../contract/metrics.ts";
import type { Ports } from "../../contract/ports.ts";
import { Failure } from "../../errors.ts";

/** Seconds. Models take from half a second to their limit of 25. */
const MODEL_SECONDS = [0.5, 1, 2, 4, 8, 16, 25, 60] as const;
/** Models with a series of their own; a gateway may offer thousands. */
const MODELS_MAX = 100;

/** What a call came to, in a word of a closed list. */
const outcomeOf = (error: unknown): string => (error instanceof ProviderFault ? error.kind : "left");

function measuredProvider(meters: Meters): (provider: Provider) => Provider {
  const requests = meters.counter("promptr_ai_requests_total", "Calls of models, by how they ended", [
    "provider",
    "outcome",
  ]);
  const seconds = meters.histogram(
    "promptr_ai_request_duration_seconds",
    "How long calls of models took, their retry included",
    ["provider"],
    MODEL_SECONDS,
  );
  const tokens = meters.counter("promptr_ai_tokens_total", "Tokens by the providers' own figures", [
    "provider",
    "model",
    "kind",
  ]);
  const known = new Set<string>();
  const label = (model: string): string => {
    if (known.size < MODELS_MAX) known.add(model);
    return known.has(model) ? model : "other";
  };
  return (provider) => ({
    ...provider,
    async complete(completion: Completion) {
      const { name } = provider;
      const startedAt = performance.now();
      const end = (outcome: string): void => {
        requests({ provider: name, outcome });
        seconds({ provider: name }, (performance.now() - startedAt) / 1_000);
      };
      const onExchange: Completion["onExchange"] = (exchange) => {
        const { inputTokens = 0, outputTokens = 0 } = exchange;
        const model = label(completion.model);
        if (inputTokens > 0) tokens({ provider: name, model, kind: "input" }, inputTokens);
        if (outputTokens > 0) tokens({ provider: name, model, kind: "output" }, outputTokens);
        completion.onExchange?.(exchange);
      };
      try {
        const reply = await provider.complete({ ...completion, onExchange });
        end("answered");
        return reply;
      } catch (error) {
        end(outcomeOf(error));
        throw error;
      }
    },
  });
}

const mailOutcome = (error: unknown): string =>
  error instanceof MailRefused ? (error.hasBounced ? "bounced" : "refused") : "failed";

/** Counts one refusal by a limit, by the name of the limit. */
export type CountRefusal = (policy: string) => void;

export function refusalCounter(meters: Meters): CountRefusal {
  const count = meters.counter("promptr_ratelimit_rejected_total", "Requests a limit refused, by the limit", [
    "policy",
  ]);
  return (policy) => count({ policy });
}

/** The same ports, counting what goes through them. */
export function measuredPorts(ports: Ports, meters: Meters, onRefusal: CountRefusal): Ports {
  const { ai, mailer, webhooks, throttle } = ports;
  const mails = meters.counter("promptr_emails_total", "Mails, by how sending them ended", ["outcome"]);
  const calls = meters.counter("promptr_webhooks_total", "Requests to webhooks, by how they ended", ["outcome"]);
  const dollars = meters.counter("promptr_ai_cost_usd_total", "What calls of models cost by list price", ["provider"]);
  const measured = measuredProvider(meters);
  return {
    ...ports,
    ai: { providers: new Map([...ai.providers].map(([name, provider]) => [name, measured(provider)])) },
    mailer: {
      ...mailer,
      send: (mail) =>
        mailer.send(mail).then(
          () => mails({ outcome: "sent" }),
          (error: unknown) => {
            mails({ outcome: mailOutcome(error) });
            throw error;
          },
        ),
    },
    webhooks: {
      ...webhooks,
      async post(request) {
        const answer = await webhooks.post(request);
        const { status, failure } = answer;
        calls({ outcome: failure ?? (status !== null && status < 300 ? "delivered" : "answered_no") });
        return answer;
      },
    },
    throttle: {
      ...throttle,
      spend: (limit, key) =>
        throttle.spend(limit, key).catch((error: unknown) => {
          if (error instanceof Failure && error.code === "rate_limited") onRefusal(limit);
          throw error;
        }),
    },
    tally: { spent: (provider, usd) => usd > 0 && dollars({ provider }, usd) },
  };
}

/** Subjects begin with their kind; the rest of them is a person's or an address. */
const policyOf = (subject: string): string =>
  subject.startsWith("user:") ? "user" : subject.startsWith("refused:") ? "credentials" : "anonymous";

/** The same limiter, counting whom it refuses. */
export function measuredLimiter(limiter: RequestLimiter, onRefusal: CountRefusal): RequestLimiter {
  const seen = (subject: string, verdict: Verdict): Verdict => {
    if (!verdict.admitted) onRefusal(policyOf(subject));
    return verdict;
  };
  return {
    windowSeconds: limiter.windowSeconds,
    take(subject, limit) {
      const taken = limiter.take(subject, limit);
      return taken instanceof Promise ? taken.then((verdict) => seen(subject, verdict)) : seen(subject, taken);
    },
    spent(subject, limit) {
      const verdict = limiter.spent(subject, limit);
      if (verdict) onRefusal(policyOf(subject));
      return verdict;
    },
  };
}
