import type { Log } from "../adapters/log.ts";
import { readMigrations } from "../app/migrations.ts";
import { Stack } from "../app/stack.ts";
import { openStorage, type Storage } from "../app/storage.ts";
import type { Config } from "../config.ts";
import { emptyDatabase } from "../db/migrate.ts";
import { type Out, Refusal } from "./refusal.ts";

type Work<T> = (storage: Storage) => Promise<T>;

/** Opens the database of the configuration for one piece of work, and closes it whatever happens. */
async function withStorage<T>(config: Config, log: Log, work: Work<T>, beside = false): Promise<T> {
  const stack = new Stack((name, error) => log.error(`Closing the ${name} failed`, { error: String(error) }));
  try {
    return await work(await openStorage(config, stack, log, { beside }));
  } finally {
    await stack.unwind();
  }
}

/** The same for work that may be done beside a running server, also when the embedded database is that server's own. */
export const besideServer = <T>(config: Config, log: Log, work: Work<T>): Promise<T> =>
  withStorage(config, log, work, true);

/** `promptr migrate`: the schema is brought up to date, whatever MIGRATE_ON_START says. */
export async function migrateOnly(config: Config, log: Log, out: Out): Promise<number> {
  return withStorage({ ...config, MIGRATE_ON_START: true }, log, async ({ applied }) => {
    const names = readMigrations().migrations.map(({ name }) => name);
    out.print(
      { applied, version: names.at(-1) },
      applied.length > 0 ? `applied ${applied.join(", ")}\n` : "nothing to do\n",
    );
    return 0;
  });
}

/** `promptr reset --yes`: everything is gone, the schema is made anew. */
export async function reset(config: Config, log: Log, out: Out, yes: boolean): Promise<number> {
  if (config.production) throw new Refusal("reset is refused in production");
  if (!yes) throw new Refusal("reset deletes every account and prompt. Say promptr reset --yes to do it.");
  await withStorage(config, log, ({ connections }) => emptyDatabase(connections.migrate));
  await withStorage({ ...config, MIGRATE_ON_START: true }, log, async () => undefined);
  out.print({ reset: true }, "the database is empty\n");
  return 0;
}
