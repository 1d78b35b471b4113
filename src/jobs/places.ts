import type { JobWithMetadata, PgBoss } from "pg-boss";

/** How one attempt ended; `deadletter` where trying again is of no use. */
export type Outcome = { id: string; status: "completed" | "failed" | "deadletter"; output: object };

/** A job that finds nobody at work is picked up within this. */
const POLLING_SECONDS = 1;
/** How often a process asks what is paused; the answer lies in its memory. */
const WATCH_MS = 250;

/** One job of a queue at a time; who has just done one looks for the next at once. */
export class Place {
  readonly queue: string;
  readonly #boss: PgBoss;
  readonly #work: (job: JobWithMetadata) => Promise<Outcome>;
  #wanted = false;
  #workerId: string | undefined;
  /** Its last step: a place that is resumed waits until what it was doing when it was paused is done. */
  #step: Promise<void> = Promise.resolve();

  constructor(boss: PgBoss, queue: string, work: (job: JobWithMetadata) => Promise<Outcome>) {
    this.#boss = boss;
    this.queue = queue;
    this.#work = work;
  }

  /** Works or rests from now on; resolves when it does. */
  set(works: boolean): Promise<void> {
    if (works === this.#wanted) return this.#step;
    this.#wanted = works;
    this.#step = this.#step.catch(() => undefined).then(() => (works ? this.#begin() : this.#end()));
    return this.#step;
  }

  async #begin(): Promise<void> {
    if (this.#workerId !== undefined) return;
    const id: string = await this.#boss.work(
      this.queue,
      { batchSize: 1, pollingIntervalSeconds: POLLING_SECONDS, includeMetadata: true, perJobResults: true },
      async (jobs: JobWithMetadata[]) => {
        const outcomes = await Promise.all(jobs.map(this.#work));
        this.#boss.notifyWorker(id);
        return outcomes;
      },
    );
    this.#workerId = id;
  }

  async #end(): Promise<void> {
    const id = this.#workerId;
    if (id === undefined) return;
    this.#workerId = undefined;
    await this.#boss.offWork(this.queue, { id, wait: true });
  }
}

/**
 * Lets every place work but those of paused queues, now and for as long as it watches. Rejects when it cannot be known
 * at the start; later it goes by what it knew last. Returns what ends the watch.
 */
export async function watchPauses(
  places: readonly Place[],
  readPaused: () => Promise<ReadonlySet<string>>,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const apply = (paused: ReadonlySet<string>): Promise<void>[] =>
    places.map((place) => place.set(!paused.has(place.queue)));
  await Promise.all(apply(await readPaused()));
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      for (const step of apply(await readPaused())) step.catch(onError);
    } catch {
      // The database is away: whoever works the queues says so already.
    } finally {
      looking = undefined;
    }
  };
  const timer = setInterval(() => void (looking ??= look()), WATCH_MS); // look() never rejects
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
