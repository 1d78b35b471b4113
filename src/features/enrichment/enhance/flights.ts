import { cutOff } from "./upstream.ts";

type Flight<T> = { readonly promise: Promise<T>; readonly ending: AbortController; riders: number };

/** Work that equal requests share while it is under way, in this process. It holds as many flights as there are requests. */
export class Flights<T> {
  readonly #running = new Map<string, Flight<T>>();

  isUnderWay(key: string): boolean {
    return this.#running.has(key);
  }

  /**
   * What `work` gives, or what it gives to whoever came first with the same key. Who leaves is let go at once, unless nobody
   * else waits: then the work's own signal is aborted, and the last one sees it to its end.
   */
  async join(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly value: T; readonly isOwn: boolean }> {
    const running = this.#running.get(key);
    const flight = running ?? this.#start(key, work);
    flight.riders += 1;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = (): void => {
      flight.riders -= 1;
      if (flight.riders > 0) return reject(cutOff(signal.reason));
      this.#forget(key, flight);
      flight.ending.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
    try {
      return { value: await Promise.race([flight.promise, left]), isOwn: !running };
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const ending = new AbortController();
    const flight: Flight<T> = {
      ending,
      riders: 0,
      promise: work(ending.signal).finally(() => this.#forget(key, flight)),
    };
    this.#running.set(key, flight);
    return flight;
  }

  #forget(key: string, flight: Flight<T>): void {
    if (this.#running.get(key) === flight) this.#running.delete(key);
  }
}
