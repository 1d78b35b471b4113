import { mkdtempSync, rmSync } from "node:fs";
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
  }
}

/** One Postgres for the whole run, migrated once; every world clones the result. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "promptr-test-"));
  const server = await startEmbeddedPostgres({
    home,
    database: TEMPLATE,
    durable: false,
    settings: { max_connections: "300" },
  });
  await migrate(server.connection, readMigrations());
  const queue = openQueuePool({ connection: server.connection, pooled: false, onError: () => undefined });
  await installQueues(queue, features);
  await queue.close();
  project.provide("socket", server.connection.host);
  return async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
