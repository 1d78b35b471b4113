/** What the request limiter says of one request; the numbers become headers on every answer. */
export type Verdict = {
  readonly admitted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends, in Unix milliseconds. */
  readonly resetAt: number;
};

/** Counts requests per caller and window; never admits more than `limit`, however many processes race. */
export type RequestLimiter = {
  /** Answers from memory while a lease lasts; a promise only when points must be fetched. */
  take(subject: string, limit: number): Verdict | Promise<Verdict>;
  /** What this process remembers of a caller who has used up the window; null for everybody else. Counts nothing. */
  spent(subject: string, limit: number): Verdict | null;
  readonly windowSeconds: number;
};
