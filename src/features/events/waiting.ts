import type { ChangeEvent } from "../../contract/changes.ts";

/** Events that wait for a slow client; more, and it is told that it has missed some. */
const WAITING_MAX = 1_000;

/** What has been told and not yet sent to one client. */
export class Waiting {
  #events: ChangeEvent[] = [];
  #missed = false;
  #wake: (() => void) | undefined;
  ended = false;

  push(event: ChangeEvent): void {
    if (this.#events.length < WAITING_MAX) this.#events.push(event);
    else this.miss();
    this.#wake?.();
  }

  miss(): void {
    [this.#events, this.#missed] = [[], true];
    this.#wake?.();
  }

  end(): void {
    this.ended = true;
    this.#wake?.();
  }

  /** What there is, as soon as there is some; nothing when none came within `waitMs`, or at the end. */
  async next(waitMs: number): Promise<{ events: ChangeEvent[]; missed: boolean }> {
    if (!this.ended && !this.#missed && this.#events.length === 0) await this.#something(waitMs);
    const taken = { events: this.#events, missed: this.#missed };
    [this.#events, this.#missed] = [[], false];
    return taken;
  }

  async #something(waitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, waitMs);
    });
    clearTimeout(timer);
  }
}
