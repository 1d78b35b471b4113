import { join } from "node:path";
import type { Contestant } from "./contestant.ts";
import type { Options } from "./options.ts";
import { promptr } from "./promptr.ts";
import { floor, koaProbe, seedStack } from "./rivals.ts";
import { say } from "./say.ts";
import type { Store } from "./store.ts";

/** The table with a row for each request, where the schema has one. */
const USAGE_TABLES = ["usage_tracking", "usage_events"];

export type Prepared = { readonly contestant: Contestant; readonly database: string };
export type LineUp = { readonly prepared: readonly Prepared[]; readonly stop: () => Promise<void> };
type World = { readonly secret: string; readonly supabaseUrl: string; readonly folder: string };

/** Where Promptr counts requests, as SQL; null when it keeps no row of each. */
async function usageOf(store: Store, database: string): Promise<string | null> {
  const tables = await store.query<{ name: string }>(
    database,
    "select tablename as name from pg_tables where schemaname = 'promptr'",
  );
  const found = USAGE_TABLES.find((table) => tables.some(({ name }) => name === table));
  return found === undefined ? null : `select count(*) from promptr.${found}`;
}

/** Everybody who takes part, each with a database of its own; a profile is taken of Promptr alone. */
export async function lineUp(options: Options, store: Store, world: World): Promise<LineUp> {
  const { contestants, prompts, profile } = options;
  const takesPart = (name: string): boolean => contestants.includes(name) && (!profile || name === "promptr");
  const prepared: Prepared[] = [];
  let stop: LineUp["stop"] = () => Promise.resolve();
  const copy = (name: string, kind: Contestant["kind"]): Promise<string> => {
    say(`${name}: a database of ${prompts} prompts`);
    return store.copy(name, kind, prompts);
  };
  if (takesPart("promptr")) {
    const database = await copy("promptr", "promptr");
    prepared.push({ contestant: promptr({ ...world, usage: await usageOf(store, database) }), database });
  }
  if (takesPart("floor")) prepared.push({ contestant: floor(world.secret), database: await copy("floor", "plain") });
  if (takesPart("koa-probe")) {
    const contestant = koaProbe(join(options.shared, "bench"), world.secret, options.state);
    if (typeof contestant === "string") say(`Without the probe: ${contestant}`);
    else prepared.push({ contestant, database: await copy("koa-probe", "plain") });
  }
  if (takesPart("seed-stack")) {
    const rival = await seedStack(join(options.shared, "bench"), world.secret, options.state);
    if (typeof rival === "string") say(`Without the Express + Redis server: ${rival}`);
    else {
      stop = rival.stop;
      prepared.push({ contestant: rival.contestant, database: await copy("seed-stack", "plain") });
    }
  }
  return { prepared, stop };
}
