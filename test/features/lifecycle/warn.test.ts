import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { warnOwners } from "../../../src/features/lifecycle/index.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { runJob, runQueued } from "../privacy/fixture.ts";

const TODAY = new Date("2026-11-22T12:00:00Z");

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  world.clock.now = TODAY;
  ada = await world.user();
});

const prompt = async (user: User, selectedModel: string, title = "Notes"): Promise<string> =>
  (await user.post("/prompts", { title, task: "Summarise the notes in ten words.", selectedModel })).body.id;
const warn = (): Promise<void> => runJob(world, warnOwners, {});
const told = async (user: User) =>
  world.sql(
    "select kind, title, body from promptr.notifications where user_id = $1 and kind like 'model_%' order by kind, title",
    [user.userId],
  );

describe("owners are told", () => {
  test("of the guide's default, which is retired, with its replacement and the names of their prompts", async () => {
    await ada.post("/prompts", { title: "Release notes", task: "Summarise the release in ten words." });
    await warn();
    expect(await told(ada)).toEqual([
      {
        kind: "model_retired",
        title: "claude-3-5-sonnet is retired",
        body:
          'claude-3-5-sonnet answers no more since 2025-10-28. 1 prompt of yours is written for it: "Release notes". ' +
          "claude-sonnet-5-5 takes its place: POST /api/v1/enrichment/models/migrate prepares new versions for it. " +
          "Labels stay where they are until you move them.",
      },
    ]);
  });

  test("once a model and stage, whatever its names and however many prompts there are", async () => {
    for (const [at, model] of ["gpt-5", "gpt-5-2025-08-07", "gpt-5", "gpt-5", "o3"].entries()) {
      await prompt(ada, model, `Prompt ${at}`);
    }
    await warn();
    const both = await told(ada);
    expect(both.map(({ title }) => title)).toEqual(["gpt-5 retires on 2026-12-11", "o3 retires on 2026-12-11"]);
    expect(both[0]?.["body"]).toContain(
      '4 prompts of yours are written for it: "Prompt 0", "Prompt 1", "Prompt 2" and others.',
    );
    await prompt(ada, "gpt-5");
    await warn();
    expect(await told(ada)).toHaveLength(2);
    world.clock.now = new Date("2026-12-11T00:00:00Z");
    await warn();
    await warn();
    const kinds = (await told(ada)).map(({ kind }) => kind);
    expect(kinds).toEqual(["model_retired", "model_retired", "model_retiring", "model_retiring"]);
  });

  test("of a label that stands on a version for such a model, also when the prompt has moved on", async () => {
    const id = await prompt(ada, "gpt-4o", "In production");
    await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
    await ada.put(`/prompts/${id}`, { selectedModel: "gpt-6-luna" });
    await ada.put(`/prompts/${id}/labels/staging`, { version: 1 });
    await warn();
    const [only] = await told(ada);
    expect(only).toMatchObject({ kind: "model_retiring", title: "gpt-4o retires on 2027-01-14" });
    expect(only?.["body"]).toContain(
      '2 labels of yours are written for it: "In production". gpt-6-luna takes its place',
    );
  });

  test("90 days before, and not earlier", async () => {
    await prompt(ada, "gpt-4.1");
    world.clock.now = new Date("2026-10-15T23:59:59Z");
    await warn();
    expect(await told(ada)).toEqual([]);
    world.clock.now = new Date("2026-10-16T00:00:00Z");
    await warn();
    expect(await told(ada)).toHaveLength(1);
  });

  test("nothing of models that stay, of deleted prompts and of names nobody knows", async () => {
    await prompt(ada, "gpt-6-sol");
    await prompt(ada, "somebody-s-own-model");
    const gone = await prompt(ada, "gpt-5");
    await ada.delete(`/prompts/${gone}`);
    await warn();
    expect(await told(ada)).toEqual([]);
  });

  test("nothing of the prompts of others", async () => {
    await prompt(await world.user(), "gpt-5", "Not yours");
    await warn();
    expect(await told(ada)).toEqual([]);
  });
});

test("Four workers at once tell nobody twice", async () => {
  const users = await Promise.all(Array.from({ length: 8 }, () => world.user()));
  await Promise.all(users.map((user) => prompt(user, "o3")));
  await Promise.all([warn(), warn(), warn(), warn()]);
  for (const user of users) expect(await told(user)).toHaveLength(1);
});

test("A run that is cut off is taken up by the next, and nobody is left out or told twice", async () => {
  const users = await Promise.all(Array.from({ length: 6 }, () => world.user()));
  await Promise.all(users.map((user) => prompt(user, "gpt-4.1-mini")));
  await world.sql(`create function promptr.refuse_third() returns trigger language plpgsql as $$ begin
    if (select count(*) from promptr.notifications where title like 'gpt-4.1-mini%') >= 3 then raise 'cut off'; end if;
    return new; end $$`);
  await world.sql(
    "create trigger refuse before insert on promptr.notifications for each row execute function promptr.refuse_third()",
  );
  await expect(warn()).rejects.toThrow();
  await world.sql("drop trigger refuse on promptr.notifications");
  const each = async () => Promise.all(users.map(async (user) => (await told(user)).length));
  expect((await each()).filter((count) => count === 1)).toHaveLength(3);
  await warn();
  expect(await each()).toEqual([1, 1, 1, 1, 1, 1]);
});

test("A run ends in time: after 5,000 owners it hands over to a job that goes on where it was, once", async () => {
  await using crowd = await createWorld();
  crowd.clock.now = TODAY;
  await crowd.sql(`insert into promptr.profiles (id, email, full_name)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'crowd-' || n || '@example.com', 'Crowd'
    from generate_series(1, 5000) n`);
  const last = await crowd.user();
  await prompt(last, "gpt-5");
  await runJob(crowd, warnOwners, {});
  await runJob(crowd, warnOwners, {});
  const titles = () => crowd.sql("select title from promptr.notifications where user_id = $1", [last.userId]);
  expect(await titles()).toEqual([]);
  expect(await crowd.queued("models.warn")).toEqual([{ after: "00000000-0000-4000-8000-000000005000" }]);
  expect(await runQueued(crowd, warnOwners)).toBe(1);
  expect(await titles()).toEqual([{ title: "gpt-5 retires on 2026-12-11" }]);
  expect(await crowd.queued("models.warn")).toEqual([]);
});

test("The jobs are scheduled every night, the lists before the warnings", async () => {
  const rows = await world.sql(
    "select name, cron, timezone from pgboss.schedule where name like 'models.%' order by cron desc",
  );
  expect(rows).toEqual([
    { name: "models.refresh", cron: "41 2 * * *", timezone: "UTC" },
    { name: "models.warn", cron: "12 4 * * *", timezone: "UTC" },
  ]);
});
