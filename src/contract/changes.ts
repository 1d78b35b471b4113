/** Something changed: what caches must forget, and what clients may hear of it. */
export type Change = {
  /** Everything cached under these tags is of yesterday. */
  readonly tags: readonly string[];
  /** What the clients of one user are told. No text of a person belongs in `data`: ids, labels, numbers. */
  readonly event?: { readonly userId: string; readonly kind: `${string}.${string}`; readonly data: object };
};

/** What was found among somebody's prompts by a name: which prompt that would be was not known when it was cached. */
export const promptsOfTag = (userId: string): string => `prompts-of:${userId}`;

/** What a user's clients are told of concerns that user's prompts, so what was found by name is of yesterday as well. */
export const withOwner = (change: Change): Change =>
  change.event ? { ...change, tags: [...change.tags, promptsOfTag(change.event.userId)] } : change;

/** A change as clients hear of it. */
export type ChangeEvent = {
  readonly id: number;
  readonly kind: string;
  readonly data: object;
  readonly createdAt: Date;
  /** Where to go on after this event: nothing is missed from there, some may come twice. */
  readonly cursor: string;
};

/** One client that listens. */
export type ChangeListener = {
  readonly userId: string;
  /** Tags of what let the client in: when one of them changes, `onEnd` is called. */
  readonly credentialTags: readonly string[];
  readonly onEvent: (event: ChangeEvent) => void;
  /** Changes may have been missed: what the client keeps may be of yesterday. */
  readonly onMissed: () => void;
  readonly onEnd: () => void;
};

/** How changes travel between processes. */
export type Changes = {
  /** Wakes every process: a change was committed a moment ago. Costs nothing to call often. */
  announce(): void;
  /** Calls back until the returned function is called; `rate_limited` when the user has too many listeners here already. */
  subscribe(listener: ChangeListener): () => void;
};
