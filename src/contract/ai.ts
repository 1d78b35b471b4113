export const PROVIDERS = ["openai", "anthropic", "google"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** One question to a model. The user's text travels only in `input`, never in `instructions`. */
export type Completion = {
  /** The provider's own model id, already resolved from an alias. */
  readonly model: string;
  /** The system text; "" for none. */
  readonly instructions: string;
  /** The user message. */
  readonly input: string;
  /** JSON Schema (draft 2020-12, closed objects, every property required) the reply must follow; plain text without one. */
  readonly schema?: { readonly name: string; readonly json: Record<string, unknown> } | undefined;
  /** Only for models that take one (`capabilities.temperature`); newer ones refuse the whole request. */
  readonly temperature?: number | undefined;
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
  /** Called with each piece of text as it arrives; its presence asks the provider to stream. */
  readonly onDelta?: ((text: string) => void) | undefined;
  /** How many requests it may take in all; two unless set, the second only after trouble that may pass. */
  readonly requestsMax?: 1 | 2 | undefined;
  /** Ends it before the provider's own limit of 25 s. */
  readonly timeoutMs?: number | undefined;
  /** Called as soon as a request is over, however it ended and also when the caller has left: what it may cost. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
};

export type TokenCounts = { readonly inputTokens: number; readonly outputTokens: number };

/** What there is to know of the bill of one request. */
export type Exchange = {
  /** The provider's own figures, where it gave some that can be true. */
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** What has arrived of the answer. */
  readonly text: string;
  /** How long nothing did. */
  readonly silentMs: number;
  /** `turned_away`: the provider did not begin to work, and bills nothing. `broken_off`: its figures are not its last. */
  readonly ending: "complete" | "broken_off" | "turned_away";
};

/** What a provider puts around a question, in tokens: roles, and the explanation of a schema. */
export const FRAMING_TOKENS = 1_000;

export type CompletionReply = {
  /** The raw text of the reply: JSON when the model kept to the schema. The caller parses it. */
  readonly text: string;
  /** The text ends where the room for output ended; only without a schema. */
  readonly isCutShort?: boolean;
  /** How many requests it took; one unless set. */
  readonly requests?: number;
};

/** A model as its provider's own list has it; null where the list does not say. */
export type ListedModel = {
  readonly id: string;
  /** `retired`: listed for the record only. `overdue`: still answers although its day may have passed. */
  readonly stage: "offered" | "overdue" | "retired";
  /** The first day (UTC) it answers no more, `2026-12-11`. */
  readonly retiresOn: string | null;
  /** Tokens. */
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  readonly structuredOutput: boolean | null;
};

export type Provider = {
  readonly name: ProviderName;
  /** Tells the lists of different servers apart: the name, with a digest of the address where that is not the provider's own. */
  readonly listName: string;
  /** All models its server offers, within 20 s; rejects with `ProviderFault`, or with the signal's reason when aborted. */
  listModels(signal: AbortSignal): Promise<readonly ListedModel[]>;
  /** Rejects with `ProviderFault`, or with the signal's reason when aborted by the caller. */
  complete(completion: Completion): Promise<CompletionReply>;
  /** How many of its models are left alone now, because their last calls failed. */
  paused(): number;
};

/** `paused`: nothing was sent, because the last calls of this model failed; `retryAfterSeconds` says when one is tried. */
export type ProviderFaultKind =
  "timeout" | "rate_limited" | "unavailable" | "rejected" | "refused" | "broken_reply" | "paused";

const OUTAGES: readonly ProviderFaultKind[] = ["timeout", "rate_limited", "unavailable"];

type FaultFacts = {
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number | undefined;
  readonly requests?: number | undefined;
  readonly isOutage?: boolean | undefined;
};

/** What went wrong at a model provider, in our words: its own text may hold secrets and is never shown. */
export class ProviderFault extends Error {
  override name = "ProviderFault";
  readonly kind: ProviderFaultKind;
  readonly provider: ProviderName;
  readonly retryAfterSeconds: number | undefined;
  /** How many requests were sent. */
  readonly requests: number;
  /** True when it says something of the provider rather than of this one request. */
  readonly isOutage: boolean;
  constructor(provider: ProviderName, kind: ProviderFaultKind, facts: FaultFacts = {}) {
    super(`${provider}: ${kind}`, { cause: facts.cause });
    this.provider = provider;
    this.kind = kind;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.requests = facts.requests ?? (kind === "paused" ? 0 : 1);
    this.isOutage = facts.isOutage ?? OUTAGES.includes(kind);
  }
}

/** The providers whose keys are configured. */
export type Ai = { readonly providers: ReadonlyMap<ProviderName, Provider> };
