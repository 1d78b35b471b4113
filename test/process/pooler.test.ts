import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { caller } from "../caller.ts";
import { until } from "../world.ts";
import { createDatabase, WIDE_LIMITS } from "./database.ts";
import { draft, registration } from "./load.ts";
import { createLogin, PGBOUNCER, startPgBouncer } from "./pgbouncer.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 180_000 });

test("behind PgBouncer in transaction mode accounts, prompts, row level security and jobs work", async ({ skip }) => {
  skip(!existsSync(PGBOUNCER), `${PGBOUNCER} is not installed`);
  const login = await createLogin();
  const database = await createDatabase("empty");
  const port = await startPgBouncer(login);
  const place = createPlace({
    PROMPTR_LIMITS: WIDE_LIMITS,
    DATABASE_URL: `postgres://${login}@127.0.0.1:${port}/${database.name}`,
    DATABASE_POOLED: "true",
    MIGRATE_DATABASE_URL: database.url,
  });
  const server = await place.serve();
  const [ada, bob] = await Promise.all(
    [registration(), registration()].map(async (account) => {
      const { status, body } = await server.anyone.post("/auth/register", account);
      expect(status).toBe(201);
      return caller(server.url, { authorization: `Bearer ${body.accessToken}` });
    }),
  );
  const created = await ada!.post("/prompts", draft("Ada's own"));
  expect(created.status).toBe(201);
  expect((await bob!.get(`/prompts/${created.body.id}`)).status).toBe(404);
  const titles = async (whose: typeof ada): Promise<unknown> =>
    (await whose!.get("/prompts")).body.data.map(({ title }: { title: string }) => title);
  // Side by side, so that the connections of the pooler serve both in turn.
  const seen = await Promise.all(Array.from({ length: 60 }, (_, turn) => titles(turn % 2 === 0 ? ada : bob)));
  expect(new Set(seen.map((list) => JSON.stringify(list)))).toEqual(new Set(['["Ada\'s own"]', "[]"]));
  expect(seen.filter((_, turn) => turn % 2 === 1).flat()).toEqual([]);

  const undone = "select from pgboss.job where name = 'mail.send' and state <> 'completed'";
  await until(async () => (await database.sql(undone)).length === 0, 15_000);
  const mails = readdirSync(join(place.home, "outbox")).length;
  expect(mails).toBe(2);
  const owners = await database.sql(
    "select distinct tableowner from pg_tables where schemaname in ('promptr', 'pgboss') order by 1",
  );
  expect(owners.map(({ tableowner }) => tableowner)).toEqual(["promptr_jobs", "promptr_owner"]);
  const { stdout } = await place.run(["doctor"]);
  for (const title of [
    "Database schema deployed",
    "Redis instance running",
    "Row level security holds",
    "Clocks agree",
  ])
    expect(stdout).toContain(`ok       ${title}\n`);
  const unsaid = await place.run(["doctor"], { DATABASE_POOLED: "false" });
  expect(unsaid.stdout).toMatch(/^error    Redis instance running: The database does not pass on LISTEN/m);
  expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
  // On a busy machine some forty workers wait more than two seconds for their first connection, and try again.
  const troubles = server.said.stdout.split("\n").filter((line) => /\[(ERROR|WARN)\]/.test(line));
  expect(troubles.filter((line) => !line.includes("timeout exceeded when trying to connect"))).toEqual([]);
  console.log(
    `figure: ${seen.length} lists of 2 people over one pooler, 0 with what is another's; ${mails} of 2 mails sent; ${troubles.length} waits for a connection that were tried again`,
  );
});
