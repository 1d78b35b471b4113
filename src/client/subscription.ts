import type { PromptCache } from "./cache.ts";
import { streamChanges } from "./changes.ts";
import type { Transport } from "./transport.ts";

type Listener = { readonly onOpen: () => void; readonly onError: ((error: unknown) => void) | undefined };

/** Drops what is kept of a prompt as soon as it changes; while it hears everything, what is kept stays fresh. */
export class Subscription {
  readonly #transport: Transport;
  readonly #cache: PromptCache;
  readonly #listener: Listener;
  #controller: AbortController | undefined;

  constructor(transport: Transport, cache: PromptCache, listener: Listener) {
    [this.#transport, this.#cache, this.#listener] = [transport, cache, listener];
  }

  /** Begins to listen, unless it does. What the credential no longer lets in is told to `onError`, and may be begun anew. */
  start(): void {
    if (this.#controller) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.#listen(controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) this.#listener.onError?.(error);
      })
      .finally(() => {
        if (this.#controller === controller) this.#controller = undefined;
      });
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.#cache.isLive = false;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    let wasOpen = false;
    const onOpen = (): void => {
      if (signal.aborted) return;
      // What was read before the first word came may have changed unheard.
      if (!wasOpen) this.#cache.drop();
      wasOpen = true;
      this.#cache.isLive = true;
      this.#listener.onOpen();
    };
    const onLost = (): void => {
      if (!signal.aborted) this.#cache.isLive = false;
    };
    for await (const { event, data } of streamChanges(this.#transport, {}, { signal }, { onOpen, onLost }))
      this.#cache.drop(event === "changes.missed" ? undefined : data.promptId);
  }
}
