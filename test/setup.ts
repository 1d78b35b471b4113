import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../src/app/migrations.ts";
import { migrate } from "../src/db/migrate.ts";
import { openQueuePool } from "../src/db/queue-pool.ts";
import { features } from "../src/features/index.ts";
import { installQueues } from "../src/jobs/install.ts";

export const TEMPLATE = "promptr_template";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the unix socket of the Postgres all tests share. */
    socket: string;
    /** A folder of this run, which is removed at its end. */
    shared: string;
  }
}

const MEMORY = "/dev/shm";
const ROOM_BYTES = 2 * 1024 ** 3;
/** Databases lie in memory where there is room, because nearly every test makes one and throws it away. */
function root(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** A new folder for a database; whoever makes it removes it. */
export const scratch = (name: string): string => mkdtempSync(join(root(), `promptr-${name}-${process.pid}-`));

const SCRATCH = /^promptr-[a-z]+-(\d+)-.{6}$/;
const isOver = (pid: number): boolean => {
  try {
    return !process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
};
/** What a run that was killed could not remove would stay in memory until the machine restarts. */
function removeLeftovers(): void {
  for (const name of readdirSync(root())) {
    const path = join(root(), name);
    const pid = Number(SCRATCH.exec(name)?.[1]);
    const isOurs = statSync(path, { throwIfNoEntry: false })?.uid === process.geteuid?.();
    if (pid > 0 && isOurs && isOver(pid)) rmSync(path, { recursive: true, force: true });
  }
}

/** What only costs time where every database lives for seconds: nothing is replicated, archived or vacuumed. */
const SETTINGS = {
  max_connections: "300",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
};

/** One Postgres for the whole run, migrated once; every world clones the result. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers();
  const [home, shared] = [scratch("test"), scratch("shared")];
  const server = await startEmbeddedPostgres({ home, database: TEMPLATE, durable: false, settings: SETTINGS });
  const tearDown = async (): Promise<void> => {
    await server.stop();
    for (const folder of [home, shared]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(server.connection, readMigrations());
    const queue = openQueuePool({ connection: server.connection, pooled: false, onError: () => undefined });
    await installQueues(queue, features);
    await queue.close();
  } catch (error) {
    await tearDown(); // nobody else would end the server, which keeps the run from ending
    throw error;
  }
  project.provide("socket", server.connection.host);
  project.provide("shared", shared);
  return tearDown;
}
