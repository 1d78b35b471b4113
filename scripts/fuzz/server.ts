/** A Promptr of its own: a new embedded Postgres, wide limits, mails in a folder, and no way out to the network. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { createLog } from "../../src/adapters/log.ts";
import { startApp } from "../../src/app.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { readConfig } from "../../src/config.ts";
import type { Ports } from "../../src/contract/ports.ts";
import { Limits } from "../../src/contract/tier.ts";
import { migrate } from "../../src/db/migrate.ts";
import { type FakeProviders, startFakeProviders } from "../../test/fakes/providers.ts";
import type { Target } from "./people.ts";

const WIDE = 1_000_000_000;
const USD_MAX = 1_000_000;
/** Every limit there is, out of the way: the fuzzer looks for faults, not for refusals. */
export const wideLimits = (): object =>
  Object.fromEntries(
    Object.entries(Limits.parse({})).map(([name, value]) => [
      name,
      typeof value === "number"
        ? WIDE
        : Object.fromEntries(Object.keys(value).map((key) => [key, key === "modelUsdPerDay" ? USD_MAX : WIDE])),
    ]),
  );

/** Nothing leaves the machine: models are the given fake, and receivers of webhooks answer without being called. */
export const INDOORS = {
  env: (providers: FakeProviders): Record<string, string> => ({
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: providers.openAiUrl,
    ANTHROPIC_API_KEY: "sk-ant-test",
    ANTHROPIC_BASE_URL: providers.anthropicUrl,
    GOOGLE_AI_API_KEY: "AIza-test",
    GOOGLE_AI_BASE_URL: providers.googleUrl,
  }),
  ports: (ports: Ports): Ports => ({
    ...ports,
    webhooks: {
      refusalOf: (url) => ports.webhooks.refusalOf(url),
      post: () => Promise.resolve({ status: 200, failure: null, text: "", retryAfterSeconds: null }),
    },
  }),
};

export type Server = Target & {
  /** What the log says of bugs, in requests and in jobs: stacks, to be read beside the failures. */
  readonly bugs: readonly string[];
  readonly stop: () => Promise<void>;
};

const BUGS_MAX = 20;
const BUG_SHOWN_MAX = 1_500;
/** The fakes answer for models, and have no list of them. */
const EXPECTED = /ModelListRefused/;
export async function startServer(): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), "promptr-fuzz-"));
  const postgres = await startEmbeddedPostgres({ home, durable: false });
  await migrate(postgres.connection, readMigrations());
  const providers = await startFakeProviders();
  providers.reply({ text: JSON.stringify({ edits: [], questions: [] }) });
  const bugs: string[] = [];
  const write = (line: string): void => {
    if (/"level":"(error|fatal)"/.test(line) && !EXPECTED.test(line) && bugs.length < BUGS_MAX)
      bugs.push(line.slice(0, BUG_SHOWN_MAX));
  };
  const config = readConfig({
    NODE_ENV: "test",
    HOST: "127.0.0.1",
    PORT: "0",
    PUBLIC_URL: "https://promptr.test",
    PROMPTR_HOME: join(home, "app"),
    DATABASE_URL: `postgres://${postgres.connection.user}@/${postgres.connection.database}?host=${encodeURIComponent(postgres.connection.host)}`,
    ...INDOORS.env(providers),
    PROMPTR_LIMITS: JSON.stringify(wideLimits()),
  });
  const log = createLog({ level: "info", human: false, to: { write } });
  const app = await startApp(config, { role: "all", log, ports: INDOORS.ports });
  const pool = new pg.Pool({ ...postgres.connection, max: 1 });
  pool.on("error", () => undefined); // its connection is closing while the database stops
  return {
    url: app.url.replace("localhost", "127.0.0.1"),
    sql: async (sql, parameters = []) => (await pool.query<Record<string, unknown>>(sql, parameters)).rows,
    bugs,
    async stop() {
      await app.stop();
      await providers[Symbol.asyncDispose]();
      await pool.end();
      await postgres.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
