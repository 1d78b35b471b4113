import type { Views } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { DayCounter } from "../../db/day-counter.ts";
import { countViews } from "./view-queries.ts";

type Parts = { readonly db: Db; readonly onError: (error: unknown) => void };

/** Counts views of published prompts in memory and writes them together, most-read prompts first. */
export class ViewCounter implements Views {
  readonly #days: DayCounter<"views">;

  constructor(parts: Parts) {
    const columnsOf = (rows: readonly { id: string; day: string; views: number }[]) => ({
      ids: rows.map(({ id }) => id),
      days: rows.map(({ day }) => day),
      views: rows.map(({ views }) => views),
    });
    this.#days = new DayCounter({ ...parts, kinds: ["views"], write: (rows) => countViews(columnsOf(rows)) });
  }

  add(promptId: string, day: string): void {
    this.#days.add(promptId, day, "views");
  }

  flush(): Promise<void> {
    return this.#days.flush();
  }

  /** Writes what waits for the last time. */
  close(): Promise<void> {
    return this.#days.close();
  }
}
