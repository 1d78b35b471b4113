/** What must be undone, in reverse order, each step bounded: one that hangs must not keep the others from running. */
export class Stack {
  readonly #steps: { name: string; close: () => Promise<void>; withinMs: number }[] = [];
  readonly #onFault: (name: string, error: unknown) => void;

  constructor(onFault: (name: string, error: unknown) => void) {
    this.#onFault = onFault;
  }

  add(name: string, withinMs: number, close: () => Promise<void>): void {
    this.#steps.push({ name, close, withinMs });
  }

  async unwind(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      const { name, close, withinMs } = step;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`not done within ${withinMs} ms`)), withinMs);
      });
      await Promise.race([close(), late])
        .catch((error: unknown) => this.#onFault(name, error))
        .finally(() => clearTimeout(timer));
    }
  }
}
