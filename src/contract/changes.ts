/** Something changed: what caches must forget, and what clients may hear of it. */
export type Change = {
  /** Everything cached under these tags is of yesterday. */
  readonly tags: readonly string[];
  /** What the clients of one user are told. No text of a person belongs in `data`: ids, labels, numbers. */
  readonly event?: { readonly userId: string; readonly kind: `${string}.${string}`; readonly data: object };
};

/** A change as clients hear of it. `cursor` is safe to resume from: nothing before it is missed, some may come twice. */
export type ChangeEvent = {
  readonly id: number;
  readonly cursor: string;
  readonly userId: string;
  readonly kind: string;
  readonly data: object;
  readonly createdAt: Date;
};

/** How changes travel between processes. */
export type Changes = {
  /** Wakes every process: a change was committed a moment ago. Costs nothing to call often. */
  announce(): void;
  /** Calls back with what one user's clients may hear, until the returned function is called. */
  subscribe(userId: string, listener: (event: ChangeEvent) => void): () => void;
};
