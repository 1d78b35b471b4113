/**
 * Work that many ask for and that is done once for all of them: a moment after the first asked, and not again before it
 * has rested. Whoever asks while it runs, or rests, is served by the next time.
 */
export class Spaced {
  readonly #work: () => void;
  readonly #waitMs: number;
  readonly #restMs: number;
  #startedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(work: () => void, { waitMs, restMs }: { readonly waitMs: number; readonly restMs: number }) {
    this.#work = work;
    this.#waitMs = waitMs;
    this.#restMs = restMs;
  }

  ask(): void {
    if (this.#timer) return;
    const restedIn = this.#startedAt + this.#restMs - performance.now();
    this.#timer = setTimeout(() => this.#start(), Math.max(this.#waitMs, restedIn));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(): void {
    this.#timer = undefined;
    this.#startedAt = performance.now();
    this.#work();
  }
}
