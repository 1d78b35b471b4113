export const PROVIDERS = ["openai", "anthropic", "google"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** One question to a model. The user's text travels only in `input`, never in `instructions`. */
export type Completion = {
  /** The provider's own model id, already resolved from an alias. */
  readonly model: string;
  readonly instructions: string;
  readonly input: string;
  /** JSON Schema (draft 2020-12, closed objects, every property required) the reply must follow. */
  readonly schema: { readonly name: string; readonly json: Record<string, unknown> };
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
  /** Called with each piece of text as it arrives; its presence asks the provider to stream. */
  readonly onDelta?: ((text: string) => void) | undefined;
};

export type CompletionReply = {
  /** The raw text of the reply: JSON when the model kept to the schema. The caller parses it. */
  readonly text: string;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
};

export type Provider = {
  readonly name: ProviderName;
  /** Rejects with `ProviderFault`, or with the signal's reason when aborted by the caller. */
  complete(completion: Completion): Promise<CompletionReply>;
};

export type ProviderFaultKind = "timeout" | "rate_limited" | "unavailable" | "rejected" | "refused" | "broken_reply";

/** What went wrong at a model provider, in our words: its own text may hold secrets and is never shown. */
export class ProviderFault extends Error {
  override name = "ProviderFault";
  readonly kind: ProviderFaultKind;
  readonly provider: ProviderName;
  readonly retryAfterSeconds: number | undefined;
  constructor(
    provider: ProviderName,
    kind: ProviderFaultKind,
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(`${provider}: ${kind}`, { cause: options.cause });
    this.provider = provider;
    this.kind = kind;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The providers whose keys are configured. */
export type Ai = { readonly providers: ReadonlyMap<ProviderName, Provider> };
