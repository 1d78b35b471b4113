import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { until } from "../world.ts";
import { createDatabase } from "./database.ts";
import { registration } from "./load.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

test("the web role leaves jobs alone, and a worker beside it delivers the mail the web role asked for", async () => {
  const place = createPlace();
  const database = await createDatabase();
  const env = { DATABASE_URL: database.url };
  const web = await place.serve({ words: ["serve", "--role", "web"], env });
  expect((await web.anyone.post("/auth/register", registration())).status).toBe(201);
  const mail = () => database.sql("select state, retry_count from pgboss.job where name = 'mail.send'");
  expect(await mail()).toEqual([{ state: "created", retry_count: 0 }]);

  const worker = await place.serve({ words: ["worker"], env });
  await until(async () => (await mail())[0]?.["state"] === "completed", 15_000);
  expect(readdirSync(join(place.home, "outbox"))).toEqual([expect.stringMatching(/\.eml$/)]);
  expect((await worker.anyone.get("/prompts")).status).toBe(404);
  expect(await worker.end("SIGTERM")).toMatchObject({ code: 0 });
  expect(worker.said.stdout).toContain("Job done");
  expect(await web.end("SIGTERM")).toMatchObject({ code: 0 });
  expect(web.said.stdout).not.toContain("Job done");
});
