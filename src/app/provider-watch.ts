import { traced } from "../contract/trace.ts";
import { type Provider, ProviderFault, type ProviderName } from "../contract/ai.ts";

/** A provider that failed this long ago may well be up again. */
const REMEMBERED_MS = 5 * 60_000;
/** Says something of the provider or of our key, not of one request. */
const isTrouble = (error: unknown): boolean =>
  error instanceof ProviderFault && (error.isOutage || error.kind === "rejected");

/** Remembers how the last call of each provider went. */
export class ProviderWatch {
  readonly #troubleAt = new Map<ProviderName, number>();

  /** The same provider, watched. */
  watch(provider: Provider): Provider {
    return {
      ...provider,
      complete: async (completion) => {
        try {
          const reply = await traced(
            `chat ${completion.model}`,
            () => ({
              "gen_ai.operation.name": "chat",
              "gen_ai.provider.name": provider.name,
              "gen_ai.request.model": completion.model,
            }),
            () => provider.complete(completion),
          );
          this.#troubleAt.delete(provider.name);
          return reply;
        } catch (error) {
          if (isTrouble(error)) this.#troubleAt.set(provider.name, Date.now());
          throw error;
        }
      },
    };
  }

  state(): "healthy" | "degraded" {
    const recent = [...this.#troubleAt.values()].some((at) => Date.now() - at < REMEMBERED_MS);
    return recent ? "degraded" : "healthy";
  }
}
