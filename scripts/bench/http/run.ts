import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../processes.ts";
import { measure } from "./cell.ts";
import { type Running, start } from "./contestant.ts";
import type { Bench } from "./effects.ts";
import { type Cell, rotated } from "./figures.ts";
import { type LineUp, lineUp, type Prepared } from "./lineup.ts";
import { methodOf } from "./method.ts";
import type { Options } from "./options.ts";
import { memoryNow } from "./proc.ts";
import { cellTables, type StartFigures, startTable, twoTable } from "./report.ts";
import { tell } from "./say.ts";
import { drawSamples } from "./samples.ts";
import { Store } from "./store.ts";
import { ask } from "./wrk.ts";
import { WORKLOADS } from "./workloads.ts";

export const CONNECTIONS = 32;
const IDLE_MS = 3_000;
/** Nobody listens there: tokens are checked with the secret. */
const SUPABASE_URL = "http://127.0.0.1:9";
/** Postgres, the contestants with a database each, and what they are asked. */
export class Run implements AsyncDisposable {
  readonly bench: Bench;
  readonly #options: Options;
  readonly #prepared: readonly Prepared[];
  readonly #stopRivals: () => Promise<void>;

  private constructor(options: Options, bench: Bench, { prepared, stop }: LineUp) {
    this.#options = options;
    this.bench = bench;
    this.#prepared = prepared;
    this.#stopRivals = stop;
  }

  static async prepare(options: Options, folder: string): Promise<Run> {
    const { prompts, seconds, warmSeconds } = options;
    const secret = randomBytes(32).toString("base64url");
    const store = await Store.start(options.state);
    const samples = drawSamples(prompts, `${SUPABASE_URL}/auth/v1`, secret);
    const bench = { store, samples, folder, warmSeconds, seconds, connections: CONNECTIONS };
    return new Run(options, bench, await lineUp(options, store, { secret, folder, supabaseUrl: SUPABASE_URL }));
  }

  async start({ contestant, database }: Prepared, nodeFlags: readonly string[] = []): Promise<Running> {
    const { store, samples, folder } = this.bench;
    const asked = contestant.dialect.get?.(samples)[0];
    return start({
      contestant,
      database,
      databaseUrl: store.urlOf(database),
      port: await freePort(),
      folder,
      nodeFlags,
      isReady: async (port) =>
        asked !== undefined &&
        (await ask(asked, { port, gzip: false, samples }).then(
          ({ status, json }) => status === 200 && asked.isRight(json),
          () => false,
        )),
    });
  }

  get promptr(): Prepared {
    const found = this.#prepared.find(({ contestant }) => contestant.name === "promptr");
    if (!found) throw new Error("Promptr does not take part");
    return found;
  }

  /** Starts everybody, several times to see how long that takes, and leaves the last of each running. */
  async #startAll(): Promise<{ servers: Running[]; starts: StartFigures[] }> {
    const servers: Running[] = [];
    const starts: StartFigures[] = [];
    for (const one of this.#prepared) {
      const [coldMs, idleMb]: [number[], number[]] = [[], []];
      for (let time = 1; time <= this.#options.starts; time += 1) {
        const running = await this.start(one);
        await pause(IDLE_MS);
        coldMs.push(running.coldMs);
        idleMb.push(memoryNow(running.pid));
        if (time < this.#options.starts) await running.stop();
        else servers.push(running);
      }
      starts.push({ name: one.contestant.name, coldMs, idleMb });
    }
    return { servers, starts };
  }

  /** Every workload in every round, interleaved; the report as Markdown. */
  async everything(): Promise<string> {
    const { rounds, workloads, two } = this.#options;
    const { servers, starts } = await this.#startAll();
    const fields = servers.map((one) => [one]);
    const first = servers.find(({ contestant }) => contestant.name === "promptr");
    const second = two && first ? await this.start(this.promptr) : null;
    if (first && second) fields.push([first, second]);
    const cells: Cell[] = [];
    try {
      for (let round = 0; round < rounds; round += 1)
        for (const workload of workloads)
          for (const field of rotated(fields, round)) {
            const cell = await measure(this.bench, field, workload, round);
            if (!cell) continue;
            cells.push(cell);
            tell(cell);
            writeFileSync(join(this.#options.state, "cells.json"), JSON.stringify({ starts, cells }, null, 1));
          }
    } finally {
      for (const running of [...servers, ...(second ? [second] : [])]) await running.stop();
    }
    const titles = new Map(WORKLOADS.map(({ name, title }) => [name, title]));
    const method = methodOf(this.#options, CONNECTIONS);
    const rest = ["### Start and rest", startTable(starts)];
    const parts = [method, cellTables(cells, titles), twoTable(cells, titles), ...rest];
    return parts.filter((part) => part !== "").join("\n\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stopRivals();
    await this.bench.store.stop(this.#prepared.map(({ database }) => database));
  }
}
