import { expect, test, vi } from "vitest";
import { createDatabase, WIDE_LIMITS } from "../../process/database.ts";
import { keepAliveClient, signUp } from "../../process/load.ts";
import { createPlace } from "../../process/server.ts";
import { until } from "../../world.ts";

vi.setConfig({ testTimeout: 120_000 });

const PROMPTS = 1_000;
const content = {
  format: "promptr",
  version: 1,
  folders: [["A", "B"]],
  prompts: Array.from({ length: PROMPTS }, (_, n) => ({
    slug: `prompt-${n}`,
    title: `Prompt ${n}`,
    folder: ["A"],
    labels: [{ label: "production", version: 1 }],
    versions: [{ version: 1, task: `Write the notes of week ${n}.` }],
  })),
};
const TABLES = ["prompts", "prompt_versions", "prompt_labels", "label_events", "folders", "quota_usage"];

test("an import of 1,000 prompts killed while it writes leaves nothing, and then runs once and for all", async () => {
  const database = await createDatabase();
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS, DATABASE_URL: database.url });
  let server = await place.serve();
  const token = await signUp(server.url);
  const counts = () =>
    Promise.all(
      TABLES.map(async (table) => Number((await database.sql(`select count(*) as n from promptr.${table}`))[0]!["n"])),
    );
  /** Whether a transaction has written something and is not over. */
  const isWriting = async (what: string) =>
    (
      await database.sql(
        `select from pg_stat_activity where datname = '${database.name}' and backend_xid is not null and query ~ '${what}'`,
      )
    ).length > 0;
  const sent = keepAliveClient(server.url, token).post("/api/v1/prompts/import", { content });
  await until(() => isWriting("into promptr.(prompts|prompt_versions|prompt_labels|label_events)"), 60_000);
  process.kill(server.pid, "SIGKILL");
  expect(await server.ended).toMatchObject({ signal: "SIGKILL" });
  expect(await sent).toMatchObject({ status: 0 });
  await until(async () => !(await isWriting("promptr")), 15_000);
  expect(await counts()).toEqual(TABLES.map(() => 0));

  server = await place.serve();
  const client = keepAliveClient(server.url, token);
  expect(await client.post("/api/v1/prompts/import", { content })).toMatchObject({ status: 200 });
  expect(await counts()).toEqual([PROMPTS, PROMPTS, PROMPTS, PROMPTS, 2, 1]);
  const rows = () =>
    Promise.all(
      TABLES.map((table) =>
        database.sql(`select sum(xmin::text::bigint) as writers, count(*) as n from promptr.${table}`),
      ),
    );
  const before = await rows();
  const again = await client.post("/api/v1/prompts/import", { content });
  expect(JSON.parse(again.body)).toMatchObject({ create: [], update: [], quota: { needed: 0 } });
  expect(await rows()).toEqual(before);
});
