import type * as Cockatiel from "cockatiel";
import { ProviderFault, type ProviderName } from "../../contract/ai.ts";

/** As many calls in a row fail before the model is left alone (RELIABILITY.md P24). */
const FAILURES_MAX = 5;
/** How long it is left alone before one call tries it again. */
const REST_MS = 15_000;
/** While that one call runs, others are told to come back in so many seconds. */
const PROBE_SECONDS = 5;
/** More models than the catalogue will ever hold; the oldest circuit is forgotten then. */
const CIRCUITS_MAX = 300;

export type BreakerOptions = { readonly failuresMax?: number | undefined; readonly restMs?: number | undefined };

/** What a call came to. Errors are values here because the policy takes every one it does not count for a success. */
type Outcome<T> = { readonly isOutage: boolean } & ({ readonly reply: T } | { readonly error: unknown });
type Circuit = { readonly policy: Cockatiel.CircuitBreakerPolicy; restsUntil: number };

/** One circuit for each model of a provider: a model that only fails is not asked, and answers at once that it is not. */
export class Breaker {
  readonly #provider: ProviderName;
  readonly #failuresMax: number;
  readonly #restMs: number;
  readonly #circuits = new Map<string, Circuit>();

  constructor(provider: ProviderName, { failuresMax = FAILURES_MAX, restMs = REST_MS }: BreakerOptions = {}) {
    this.#provider = provider;
    this.#failuresMax = failuresMax;
    this.#restMs = restMs;
  }

  /** @throws ProviderFault `paused` without calling while the circuit is open; otherwise what `call` throws. */
  async through<T>(model: string, call: () => Promise<T>): Promise<T> {
    // Loaded by the first call, like the SDKs: it takes part of the start otherwise.
    const cockatiel = await import("cockatiel");
    const { BrokenCircuitError, CircuitState } = cockatiel;
    const circuit = this.#circuits.get(model) ?? this.#open(model, cockatiel);
    const { policy } = circuit;
    // The policy would let everybody wait for the probe, and then ask one after the other.
    if (policy.state === CircuitState.HalfOpen) throw this.#paused(PROBE_SECONDS);
    const attempt = () => outcomeOf(call, policy.state === CircuitState.HalfOpen);
    const outcome = await policy.execute(attempt).catch((error: unknown) => {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw this.#paused(Math.max(1, Math.ceil((circuit.restsUntil - Date.now()) / 1000)));
    });
    if ("reply" in outcome) return outcome.reply;
    throw outcome.error;
  }

  /** How many models are left alone now. */
  get paused(): number {
    return [...this.#circuits.values()].filter(({ restsUntil }) => restsUntil > Date.now()).length;
  }

  #open(model: string, { circuitBreaker, ConsecutiveBreaker, handleWhenResult }: typeof Cockatiel): Circuit {
    const policy = circuitBreaker(
      handleWhenResult((outcome) => (outcome as Outcome<unknown>).isOutage), // ours is the only caller
      { breaker: new ConsecutiveBreaker(this.#failuresMax), halfOpenAfter: this.#restMs },
    );
    const circuit = { policy, restsUntil: 0 };
    policy.onBreak(() => (circuit.restsUntil = Date.now() + this.#restMs));
    policy.onReset(() => (circuit.restsUntil = 0));
    const [oldest] = this.#circuits.keys();
    if (this.#circuits.size >= CIRCUITS_MAX && oldest !== undefined) this.#circuits.delete(oldest);
    this.#circuits.set(model, circuit);
    return circuit;
  }

  #paused(retryAfterSeconds: number): ProviderFault {
    return new ProviderFault(this.#provider, "paused", { retryAfterSeconds });
  }
}

/**
 * A provider's fault says how it is; a caller who left says nothing, so it neither counts nor makes earlier failures
 * forgotten, and a probe that was cut off has not shown that the model is back.
 */
async function outcomeOf<T>(call: () => Promise<T>, isProbe: boolean): Promise<Outcome<T>> {
  try {
    return { reply: await call(), isOutage: false };
  } catch (error) {
    if (error instanceof ProviderFault) return { error, isOutage: error.isOutage };
    if (isProbe) return { error, isOutage: true };
    throw error;
  }
}
