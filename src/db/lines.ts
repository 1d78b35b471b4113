import { Failure } from "../errors.ts";

/** Longer than fifty writers of one row need on a machine with ten times too much to do. */
const WAIT_MS = 10_000;

async function inTime(before: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Failure("overloaded", { retryAfterSeconds: 1 })), WAIT_MS);
  try {
    await Promise.race([before, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Work that would wait for the same row of the database waits here instead, where it holds no connection: however many
 * write one prompt at once, they take one connection, and the others stay for everybody else. Throws `overloaded` for who
 * waited too long.
 */
export class Lines {
  readonly #ends = new Map<string, Promise<void>>();

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#ends.get(name) ?? Promise.resolve();
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const end = before.then(() => done);
    this.#ends.set(name, end);
    try {
      await inTime(before);
      return await work();
    } finally {
      leave();
      if (this.#ends.get(name) === end) this.#ends.delete(name);
    }
  }
}
