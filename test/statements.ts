import pg from "pg";
import { vi } from "vitest";
import { toQuery } from "../src/db/build.ts";
import { Lane } from "../src/db/lane.ts";

/**
 * The SQL of every statement this process sends from here on, alone or within a transaction; the statements themselves run
 * as ever. `vi.restoreAllMocks()` ends it.
 */
export function watchStatements(): string[] {
  const sent: string[] = [];
  const query: unknown = Reflect.get(pg.Client.prototype, "query");
  vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...given: unknown[]) {
    const [first] = given;
    sent.push(typeof first === "string" ? first : String((first as { text?: unknown }).text));
    return Reflect.apply(query as () => void, this, given);
  });
  const run: unknown = Reflect.get(Lane.prototype, "run");
  vi.spyOn(Lane.prototype, "run").mockImplementation(function (this: Lane, ...given: Parameters<Lane["run"]>) {
    sent.push(toQuery(given[0]).sql);
    return Reflect.apply(run as () => Promise<never[]>, this, given);
  });
  return sent;
}
