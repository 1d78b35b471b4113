/** Which prompt a request was about, as far as one was. */
export type PromptUsed = {
  readonly promptId: string;
  readonly version?: number | null | undefined;
  readonly label?: string | null | undefined;
};

/** An operation by the names usage rows know it under. */
export type UsedOperation = { readonly action: string; readonly resource: string | null };

/** One answered request. */
export type UsageEvent = {
  readonly operation: UsedOperation;
  readonly userId: string | null;
  readonly apiKeyId: string | null;
  readonly prompt: PromptUsed | null;
  /** 499 when the caller left before the answer had. */
  readonly status: number;
  readonly durationMs: number;
  /** What limits are counted by: an IPv4 address, or the first four groups of an IPv6 one, each of four digits. */
  readonly address: string;
  /** When it ended, in milliseconds of Unix time. */
  readonly at: number;
};

/** Keeps what requests used in memory, and writes it together. */
export type Usage = {
  /** Takes one event; costs no statement and never fails. */
  add(event: UsageEvent): void;
  /** Writes what waits. Never rejects: what cannot be written is tried again. */
  flush(): Promise<void>;
  /** Events in memory, those under way included. */
  readonly waiting: number;
  /** Events of this process that were given up. */
  readonly dropped: number;
};
