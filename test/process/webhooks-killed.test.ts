import { expect, test, vi } from "vitest";
import { openReceiver } from "../fakes/receiver.ts";
import { until } from "../world.ts";
import { createDatabase } from "./database.ts";
import { draft, keepAliveClient, signUp } from "./load.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 120_000 });

const AGAIN_MS = 20_000;

test("a server killed between commit and delivery, or before it noted the answer, delivers after all, under the same id", async () => {
  await using receiver = await openReceiver();
  const database = await createDatabase();
  const place = createPlace({
    DATABASE_URL: database.url,
    MIGRATE_ON_START: "false",
    WEBHOOKS_ALLOW_PRIVATE: "true",
  });
  const first = await place.serve();
  const client = keepAliveClient(first.url, await signUp(first.url));
  const made = await client.post("/api/v1/webhooks", { url: receiver.url, events: ["prompt.created"] });
  expect(made.status).toBe(201);
  // The receiver hears the first and keeps its answer to itself: the sender dies before it can note anything.
  receiver.answer(() => undefined);
  expect((await client.post("/api/v1/prompts", draft("One"))).status).toBe(201);
  await until(async () => receiver.heard.length === 1, 10_000);
  expect((await client.post("/api/v1/prompts", draft("Two"))).status).toBe(201);
  await first.end("SIGKILL");
  const rows = await database.sql("select id, state from promptr.webhook_deliveries order by created_at");
  expect(rows.map(({ state }) => state)).toEqual(["pending", "pending"]);
  // The lease of the dead process ends by itself after 25 s; nobody needs to wait for it here.
  await database.sql("update promptr.webhook_deliveries set leased_until = now() where leased_until is not null");

  receiver.status(200);
  await place.serve();
  const states = () => database.sql("select state from promptr.webhook_deliveries where state = 'delivered'");
  await until(async () => (await states()).length === 2, AGAIN_MS);
  const ids = receiver.heard.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids)).toEqual(new Set(rows.map(({ id }) => id)));
  expect(ids.filter((id) => id === rows[0]!["id"]).length).toBeGreaterThanOrEqual(2);
  console.log(
    `figure: ${rows.length} deliveries cut off by 1 kill: ${(await states()).length} delivered after it, ${ids.length} requests under ${new Set(ids).size} ids`,
  );
});
