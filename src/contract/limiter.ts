/** What the request limiter says of one request; the numbers become headers on every answer. */
export type Verdict = {
  readonly admitted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** When points that count now are free again, in Unix milliseconds. */
  readonly resetAt: number;
};

/** Counts requests per caller; no fifteen minutes hold more than `limit` of them, however many processes race. */
export type RequestLimiter = {
  /** Answers from memory while a lease lasts; a promise only when points must be fetched. */
  take(subject: string, limit: number): Verdict | Promise<Verdict>;
  /** What this process remembers of a caller who has nothing left; null for everybody else. Counts nothing. */
  spent(subject: string, limit: number): Verdict | null;
  readonly windowSeconds: number;
};

export type Taking = {
  /** SHA-256 of who asks. */
  readonly key: Buffer;
  readonly limit: number;
  /** Points wanted; fewer are granted when fewer are left. */
  readonly wanted: number;
  /** Points spent while nobody could be asked; they count even beyond the limit. */
  readonly owed: number;
  /** What is left of an earlier lease, handed back to its slot. */
  readonly unspent: number;
  readonly unspentSlot: number;
};
export type Taken = {
  readonly granted: number;
  /** Points that count now, those granted included. */
  readonly used: number;
  readonly slot: number;
  /** Milliseconds until this slot ends: a lease is spent in the slot it was counted in. */
  readonly slotEndsInMs: number;
  /** Milliseconds until the oldest points that count are free again. */
  readonly freesInMs: number;
};
export type Unspent = { readonly key: Buffer; readonly slot: number; readonly points: number };

/** Where all processes count requests together. Both reject with `unavailable` when it is away. */
export type RequestWindows = {
  take(taking: Taking): Promise<Taken>;
  giveBack(unspent: readonly Unspent[]): Promise<void>;
};
