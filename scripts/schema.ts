/**
 * Writes docs/database-schema.md and docs/database-schema.png from a freshly migrated database.
 * test/house/database-schema.test.ts compares both with the database the tests run on.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../src/app/migrations.ts";
import { migrate } from "../src/db/migrate.ts";
import { readCatalogue, type Table } from "./schema/catalogue.ts";
import { pageOf } from "./schema/page.ts";
import { dotsOf, draw } from "./schema/picture.ts";

const FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf";

async function catalogue(): Promise<Table[]> {
  const home = mkdtempSync(join(tmpdir(), "promptr-schema-"));
  const server = await startEmbeddedPostgres({ home, durable: false });
  try {
    await migrate(server.connection, readMigrations());
    const client = new pg.Client(server.connection);
    await client.connect();
    const tables = await readCatalogue(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
    await client.end();
    return tables;
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const tables = await catalogue();
writeFileSync("docs/database-schema.md", pageOf(tables));
if (existsSync(FONT)) writeFileSync("docs/database-schema.png", await draw(dotsOf(tables)));
else {
  process.stderr.write(`The picture was not drawn: ${FONT} is missing (apt install fonts-liberation)\n`);
  process.exitCode = 1;
}
