import type { Log } from "../adapters/log.ts";
import { readMigrations } from "../app/migrations.ts";
import { Stack } from "../app/stack.ts";
import { openStorage, type Storage } from "../app/storage.ts";
import type { Config } from "../config.ts";
import { emptyDatabase } from "../db/migrate.ts";
import { AS_AUTH } from "../db/identity.ts";
import { type Out, Refusal } from "./refusal.ts";

/** Opens the database of the configuration for one piece of work, and closes it whatever happens. */
async function withStorage<T>(config: Config, log: Log, work: (storage: Storage) => Promise<T>): Promise<T> {
  const stack = new Stack((name, error) => log.error(`Closing the ${name} failed`, { error: String(error) }));
  try {
    return await work(await openStorage(config, stack, log));
  } finally {
    await stack.unwind();
  }
}

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

/** `promptr admin grant <email>`. */
export async function grantAdmin(config: Config, log: Log, out: Out, words: readonly string[]): Promise<number> {
  const [verb, email, ...rest] = words;
  if (verb !== "grant" || email === undefined || rest.length > 0) throw new Refusal("Say promptr admin grant <email>");
  return withStorage(config, log, async ({ database }) => {
    const sql = "update promptr.profiles set role = 'admin' where email = lower($1) returning id";
    const granted = await database.as(AS_AUTH).first<{ id: string }>({ sql, parameters: [email.trim()] });
    if (!granted) throw new Refusal(`There is no account ${email}`);
    out.print({ userId: granted.id, role: "admin" }, `${email} is an administrator now\n`);
    return 0;
  });
}
