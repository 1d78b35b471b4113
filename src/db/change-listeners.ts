import type { ChangeEvent, ChangeListener } from "../contract/changes.ts";
import { Failure } from "../errors.ts";

/** Streams one user may have open on one process. */
const PER_USER_MAX = 20;
const ALL_MAX = 2_000;
const RETRY_SECONDS = 5;
/** Only what lets somebody in ends a stream. */
const CREDENTIAL_TAG = /^(?:user|session|api_key):/;

/** The clients that listen to this process. */
export class ChangeListeners {
  readonly #of = new Map<string, Set<ChangeListener>>();
  #count = 0;

  add(listener: ChangeListener): () => void {
    const mine = this.#of.get(listener.userId) ?? new Set();
    if (mine.size >= PER_USER_MAX || this.#count >= ALL_MAX)
      throw new Failure("rate_limited", { detail: "Too many open event streams", retryAfterSeconds: RETRY_SECONDS });
    this.#of.set(listener.userId, mine.add(listener));
    this.#count += 1;
    return () => {
      if (!mine.delete(listener)) return;
      this.#count -= 1;
      if (mine.size === 0) this.#of.delete(listener.userId);
    };
  }

  tell(userId: string, event: ChangeEvent): void {
    for (const listener of this.#of.get(userId) ?? []) listener.onEvent(event);
  }

  /** Ends the streams whose credential may have changed; who still has one comes back. */
  credentialsChanged(tags: ReadonlySet<string>): void {
    if (![...tags].some((tag) => CREDENTIAL_TAG.test(tag))) return;
    for (const listener of this.#everybody())
      if (listener.credentialTags.some((tag) => tags.has(tag))) listener.onEnd();
  }

  missed(): void {
    for (const listener of this.#everybody()) listener.onMissed();
  }

  #everybody(): ChangeListener[] {
    return [...this.#of.values()].flatMap((listeners) => [...listeners]);
  }
}
