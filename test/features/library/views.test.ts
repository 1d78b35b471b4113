import { afterAll, beforeAll, expect, test } from "vitest";
import { asUser } from "../../../src/db/identity.ts";
import { ViewCounter } from "../../../src/features/library/index.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

const PUBLIC = { title: "Shown", task: "Explain {{topic}}.", isPublic: true };

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const publish = async (): Promise<string> => (await ada.post("/prompts", PUBLIC)).body.id as string;
const stored = async (id: string) => {
  await world.app.ports.views.flush();
  const [row] = await world.sql(
    `select view_count as total, coalesce((select sum(views)::int from promptr.prompt_views where prompt_id = p.id), 0) as days
     from promptr.prompts p where id = $1`,
    [id],
  );
  return row;
};
const read = (id: string, headers: Record<string, string> = {}, method = "GET") =>
  world.anyone.raw(`/api/v1/prompts/public/${id}`, { method, headers });

test("everybody's reading of a published prompt is a view, on the prompt and on its day", async () => {
  const id = await publish();
  const eve = await world.user();
  const before = (await ada.get(`/prompts/${id}`)).body;
  for (let reader = 0; reader < 5; reader += 1) await read(id);
  await eve.get(`/prompts/public/${id.toUpperCase()}`);
  await (await world.apiKey(eve)).get(`/prompts/public/${id}`);
  expect(await stored(id)).toEqual({ total: 7, days: 7 });
  const [day] = await world.sql("select day::text, views from promptr.prompt_views where prompt_id = $1", [id]);
  expect(day).toEqual({ day: world.clock.now.toISOString().slice(0, 10), views: 7 });
  expect((await ada.get(`/prompts/${id}`)).body).toEqual({ ...before, viewCount: 7 });
});

test("no view is counted for the author, a HEAD, a robot, a link preview, a prefetch or a prompt nobody may see", async () => {
  const id = await publish();
  await ada.get(`/prompts/public/${id}`);
  await read(id, {}, "HEAD");
  await read(id, { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" });
  await read(id, { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" });
  await read(id, { "sec-purpose": "prefetch" });
  await world.anyone.get("/prompts/public");
  expect(await stored(id)).toEqual({ total: 0, days: 0 });
  await ada.put(`/prompts/${id}`, { isPublic: false });
  expect((await read(id)).status).toBe(404);
  expect(await stored(id)).toEqual({ total: 0, days: 0 });
});

test("a reader whose copy is still fresh is a reader", async () => {
  const id = await publish();
  const first = await read(id);
  expect((await read(id, { "if-none-match": first.headers.get("etag")! })).status).toBe(304);
  expect(await stored(id)).toEqual({ total: 2, days: 2 });
});

test("views are written by themselves within about two seconds, many of them by one statement", async () => {
  const id = await publish();
  await Promise.all(Array.from({ length: 200 }, () => read(id)));
  await until(async () => {
    const [row] = await world.sql("select view_count as views from promptr.prompts where id = $1", [id]);
    return row?.["views"] === 200;
  }, 4_000);
});

test("views that wait are written when the process stops", async () => {
  const id = await publish();
  const other = await world.another();
  for (let reader = 0; reader < 3; reader += 1) await other.anyone.get(`/prompts/public/${id}`);
  await other.app.stop();
  const [row] = await world.sql("select view_count as views from promptr.prompts where id = $1", [id]);
  expect(row).toEqual({ views: 3 });
});

test("two processes that count the same prompts at the same moment lose none and do not deadlock", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, publish));
  const counters = Array.from(
    { length: 4 },
    () =>
      new ViewCounter({
        db: world.db(asUser(null)),
        onError: (error) => {
          throw error;
        },
      }),
  );
  for (const [turn, counter] of counters.entries())
    for (const id of turn % 2 === 0 ? ids : ids.toReversed()) counter.add(id, "2026-11-22");
  await Promise.all(counters.map((counter) => counter.close()));
  const rows = await world.sql("select view_count as views from promptr.prompts where id = any($1)", [ids]);
  expect(rows).toEqual(ids.map(() => ({ views: 4 })));
});

test("views of a prompt that is gone are dropped, and those beside them are counted", async () => {
  const [gone, here] = [await publish(), await publish()];
  await read(gone);
  await read(here);
  await world.sql("delete from promptr.prompts where id = $1", [gone]);
  expect(await stored(here)).toEqual({ total: 1, days: 1 });
});

test("views that cannot be written are kept and written later, and memory stays bounded", async () => {
  const id = await publish();
  let isAway = true;
  const faults: unknown[] = [];
  const real = world.db(asUser(null));
  const counter = new ViewCounter({
    db: {
      ...real,
      as: (identity) => {
        const db = real.as(identity);
        return {
          ...db,
          transaction: (work) => (isAway ? Promise.reject(new Error("away")) : db.transaction(work)),
        };
      },
    },
    onError: (error) => faults.push(error),
  });
  counter.add(id, "2026-11-22");
  counter.add(id, "2026-11-22");
  await counter.flush();
  for (let other = 0; other < 3_000; other += 1)
    counter.add(`0199f0a2-7c1e-7000-8000-${String(other).padStart(12, "0")}`, "2026-11-22");
  await counter.flush();
  expect(faults.length).toBeLessThan(5);
  isAway = false;
  await counter.close();
  const [row] = await world.sql("select view_count as views from promptr.prompts where id = $1", [id]);
  expect(row).toEqual({ views: 2 });
});
