import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { createLog } from "../src/adapters/log.ts";
import { type App, type Role, startApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { newId } from "../src/contract/id.ts";
import type { Ports } from "../src/contract/ports.ts";
import type { Tier } from "../src/contract/tier.ts";
import type { Db } from "../src/db/database.ts";
import { AS_AUTH, type Identity } from "../src/db/identity.ts";
import { caller, type Caller } from "./caller.ts";
import { dropDatabase, type Sql, superuser, takeDatabase } from "./databases.ts";
import { hearServer } from "./document/hearing.ts";
import { Canaries, canariesOf, forgetCanaries } from "./leaks.ts";

export type WorldOptions = {
  /** Variables over the test's defaults. */
  readonly env?: Record<string, string>;
  readonly limits?: object;
  readonly production?: boolean;
  /** "web" unless told: jobs stay in the queue, where a test can look at them. */
  readonly role?: Role;
  /** Puts a spy around a port. */
  readonly ports?: (ports: Ports) => Ports;
};

export type User = Caller & {
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
};

/** A secret where operators look is a fault of whatever test made the server write it. */
function refuseLeaks(origins: readonly string[], own: Canaries, written: Readonly<Record<string, string>>): void {
  for (const [where, text] of Object.entries(written))
    for (const canaries of [own, ...origins.map(canariesOf)]) canaries.refuse(where, text);
  origins.forEach(forgetCanaries);
}

/** More jobs than that are a test about many of one kind. */
const JOBS_READ_MAX = 5_000;
/** What is kept of jobs and shown as metrics; nothing of a database that a test has broken. */
async function writtenBy(apps: readonly App[], sql: Sql): Promise<Record<string, string>> {
  const jobs = await sql(
    `select string_agg(concat_ws(' ', name, data, output), chr(10)) as text from (select * from pgboss.job limit ${JOBS_READ_MAX}) j`,
  ).catch(() => []);
  const scrapes = apps.flatMap(({ metricsPort: port }) => (port === null ? [] : `http://127.0.0.1:${port}/metrics`));
  const metrics = scrapes.map((url) =>
    fetch(url).then(
      (answer) => answer.text(),
      () => "",
    ),
  );
  return {
    "A job": jobs.map(({ text }) => text as string | null).join("\n"),
    "/metrics": (await Promise.all(metrics)).join("\n"),
  };
}

const addressOf = ({ url }: App): string => url.replace("localhost", "127.0.0.1");
const hash = (text: string): Buffer => createHash("sha256").update(text).digest();

/** A signed-in account without the cost of a password. */
async function makeUser(
  app: App,
  url: string,
  now: Date,
  over: { tier?: Tier; role?: "user" | "admin" } = {},
): Promise<User> {
  const [userId, sessionId] = [newId(), newId()];
  const email = `user-${userId}@example.com`;
  const refreshToken = `pmr_${randomBytes(32).toString("base64url")}`;
  await app.storage.database.as(AS_AUTH).transaction(async (db) => {
    const run = (sql: string, parameters: unknown[]) => db.rows({ sql, parameters });
    await run(
      "insert into promptr.profiles (id, email, full_name, subscription_tier, role) values ($1, $2, $3, $4, $5)",
      [userId, email, "Ada Lovelace", over.tier ?? "free", over.role ?? "user"],
    );
    await run(
      "insert into promptr.sessions (id, user_id, created_at, last_used_at, expires_at) values ($1, $2, $3, $3, $4)",
      [sessionId, userId, now, new Date(now.getTime() + 90 * 86_400_000)],
    );
    await run("insert into promptr.refresh_tokens (token_hash, session_id, created_at) values ($1, $2, $3)", [
      hash(refreshToken),
      sessionId,
      now,
    ]);
  });
  const accessToken = await app.ports.tokens.issue({ userId, sessionId, now });
  return {
    ...caller(url, { authorization: `Bearer ${accessToken}` }),
    userId,
    sessionId,
    email,
    accessToken,
    refreshToken,
  };
}

/** A whole Promptr on its own database: real HTTP, real Postgres. `await using world = await createWorld()`. */
export async function createWorld(options: WorldOptions = {}) {
  const database = await takeDatabase();
  const root = superuser(database);
  const home = mkdtempSync(join(tmpdir(), "promptr-world-"));
  const clock = { now: new Date() };
  const lines: string[] = [];
  const config = readConfig({
    NODE_ENV: options.production ? "production" : "test",
    HOST: "127.0.0.1",
    PORT: "0",
    PUBLIC_URL: "https://promptr.test",
    PROMPTR_HOME: home,
    DATABASE_URL: `postgres://postgres@/${database}?host=${encodeURIComponent(inject("socket"))}`,
    MIGRATE_ON_START: "false",
    // Tests make far more requests than a person; those about limits ask for the real ones.
    PROMPTR_LIMITS: JSON.stringify(
      options.limits ?? {
        anonymous: { requests: 100_000 },
        free: { requests: 100_000 },
        pro: { requests: 100_000 },
        register: 10_000,
        login: 10_000,
        loginPerAddress: 10_000,
        validateAnonymous: 10_000,
      },
    ),
    ...options.env,
  });
  const apps: App[] = [];
  const ears: (() => void)[] = [];
  const origins: string[] = [];
  const canaries = new Canaries();
  canaries.hearEnvironment(options.env ?? {});
  const start = async (aheadMs = 0): Promise<App> => {
    const log = createLog({ level: "debug", human: false, to: { write: (line) => void lines.push(line) } });
    const app = await startApp(config, {
      role: options.role ?? "web",
      log,
      now: () => new Date(clock.now.getTime() + aheadMs),
      ...(options.ports && { ports: options.ports }),
    });
    apps.push(app);
    ears.push(hearServer(app.url));
    origins.push(addressOf(app));
    return app;
  };
  const app = await start();
  const url = addressOf(app);
  return {
    app,
    url,
    home,
    /** What the server takes for the present; set `clock.now` to move it. */
    clock,
    anyone: caller(url),
    user: (over?: { tier?: Tier; role?: "user" | "admin" }): Promise<User> => makeUser(app, url, clock.now, over),
    /** A caller with a new API key of the user's. */
    async apiKey(user: User, over: { scopes?: string[]; expiresAt?: string; allowedCidrs?: string[] } = {}) {
      const made = await user.post("/api-keys", { name: "test", scopes: ["prompts:read"], ...over });
      if (made.status !== 201) throw new Error(`The key was refused: ${made.text}`);
      const { key, id } = made.body as { key: string; id: string };
      return { ...caller(url, { "x-api-key": key }), key, id };
    },
    /** Another caller with these headers on every request. */
    with: (headers: Record<string, string>): Caller => caller(url, headers),
    /** A second process's worth of server on the same database, whose clock may be so much ahead of the first's. */
    another: async (aheadMs = 0) => {
      const other = await start(aheadMs);
      const otherUrl = addressOf(other);
      return {
        app: other,
        url: otherUrl,
        anyone: caller(otherUrl),
        as: (user: User) => caller(otherUrl, { authorization: `Bearer ${user.accessToken}` }),
      };
    },
    db: (identity: Identity): Db => app.storage.database.as(identity),
    /** SQL as the superuser, past every policy. */
    sql: root.sql,
    /** Payloads of the jobs that wait in a queue. */
    queued: async (name: string) =>
      (
        await root.sql(
          "select data -> 'payload' as payload from pgboss.job where name = $1 and state < 'active' order by created_on, id",
          [name],
        )
      ).map(({ payload }) => payload),
    /** Log lines so far, parsed. */
    logged: (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    async [Symbol.asyncDispose]() {
      const written = await writtenBy(apps, root.sql);
      await Promise.all(apps.map((one) => one.stop()));
      await root.end();
      dropDatabase(database);
      rmSync(home, { recursive: true, force: true });
      refuseLeaks(origins, canaries, { "The log": lines.join("\n"), ...written });
      for (const refuseUndescribed of ears) refuseUndescribed();
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

/** Tries until the condition holds; for what another process does in its own time. */
export async function until<T>(look: () => Promise<T | false | undefined | null>, withinMs = 5_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Nothing came within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
