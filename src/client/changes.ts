import { isOutage, PromptrError } from "./errors.ts";
import { backoffMs } from "./retry.ts";
import type { AnyInput } from "./request.ts";
import { framesOf } from "./sse.ts";
import type { Transport } from "./transport.ts";
import type { CallOptions, ChangeEvent } from "./types.ts";
import { pause, reasonOf } from "./waiting.ts";

/** The server pings every 15 s: a connection on which three are missing is dead, whatever the socket says. */
const SILENCE_MS_MAX = 45_000;
const COME_BACK_MS = 1_000;

export type ChangeHooks = {
  readonly onOpen?: () => void;
  readonly onLost?: () => void;
};

/** What no later try mends: the credential has ended, may not listen, or the server is elsewhere. */
const isFinal = (error: unknown): boolean => error instanceof PromptrError && !isOutage(error);

/** Where the reader is, over however many connections. */
class Place {
  readonly #transport: Transport;
  readonly #input: AnyInput;
  readonly #options: CallOptions;
  readonly #hooks: ChangeHooks;
  #lastEventId: string | undefined;
  comeBackMs = COME_BACK_MS;
  failures = 0;

  constructor(transport: Transport, input: AnyInput, options: CallOptions, hooks: ChangeHooks) {
    this.#transport = transport;
    this.#input = input;
    this.#options = options;
    this.#hooks = hooks;
  }

  #from(): AnyInput {
    if (this.#lastEventId === undefined) return this.#input;
    return { ...this.#input, query: {}, headers: { ...this.#input.headers, "Last-Event-ID": this.#lastEventId } };
  }

  /** One connection, until it ends. */
  async *connection(): AsyncGenerator<ChangeEvent, void, undefined> {
    const options = { ...this.#options, retries: 0 };
    const { response, deadline } = await this.#transport.stream("streamPromptEvents", this.#from(), options);
    try {
      this.#hooks.onOpen?.();
      this.failures = 0;
      deadline.within(SILENCE_MS_MAX);
      for await (const frame of framesOf(response, () => deadline.within(SILENCE_MS_MAX))) {
        if (frame.retryMs !== undefined) this.comeBackMs = frame.retryMs;
        // The words of the protocol are the server's; that they are these is what the contract test checks.
        if (frame.data !== undefined)
          yield { event: frame.event, id: frame.id, data: JSON.parse(frame.data) as unknown } as ChangeEvent;
        // Only now: who leaves while handling an event is told of it again.
        if (frame.id !== undefined) this.#lastEventId = frame.id;
      }
    } finally {
      deadline.abort();
      this.#hooks.onLost?.();
    }
  }
}

/**
 * Changes as they happen, for as long as somebody reads: a connection that ends is made anew where it left off
 * (`Last-Event-ID`). Some may come twice. Throws when the credential no longer lets it in, or with the signal's reason.
 */
export async function* streamChanges(
  transport: Transport,
  input: AnyInput,
  options: CallOptions = {},
  hooks: ChangeHooks = {},
): AsyncGenerator<ChangeEvent, void, undefined> {
  const place = new Place(transport, input, options, hooks);
  const { signal } = options;
  for (;;) {
    try {
      yield* place.connection();
    } catch (error) {
      if (signal?.aborted) throw reasonOf(signal);
      if (isFinal(error)) throw error;
      place.failures += 1;
    }
    if (signal?.aborted) throw reasonOf(signal);
    // Everybody's connection ends when a server restarts: half of the wait is chance.
    const waitMs = place.comeBackMs * (0.5 + Math.random() / 2) + (place.failures > 0 ? backoffMs(place.failures) : 0);
    await pause(waitMs, signal);
  }
}
