import { Failure } from "../../errors.ts";

/** One line says what happened since the last one. */
const WARN_EVERY_MS = 60_000;

export type Warn = (message: string, fields: { readonly dropped: number; readonly error?: string }) => void;

/** Trouble of the database, not of what it was asked to write. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Failure && (error.code === "unavailable" || error.code === "overloaded");

/** Counts what is lost, and says so once a minute at most. */
export class Trouble {
  readonly #warn: Warn;
  #warnedAt = -Infinity;
  #told = 0;
  dropped = 0;

  constructor(warn: Warn) {
    this.#warn = warn;
  }

  drop(events: number, why: string, error?: unknown): void {
    this.dropped += events;
    this.tell(why, error);
  }

  tell(message: string, error?: unknown): void {
    if (performance.now() - this.#warnedAt < WARN_EVERY_MS) return;
    this.#warnedAt = performance.now();
    const dropped = this.dropped - this.#told;
    this.#told = this.dropped;
    this.#warn(message, { dropped, ...(error instanceof Error && { error: error.message }) });
  }
}
