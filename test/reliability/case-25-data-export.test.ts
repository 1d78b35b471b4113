import { afterAll, beforeAll, expect, test } from "vitest";
import { makeExport } from "../../src/features/privacy/index.ts";
import { limitsBut } from "../features/auth/answers.ts";
import { createWorld, until, type User, type World } from "../world.ts";
import { bearer, download, mailsTo, PASSWORD, register, runJob } from "../features/privacy/fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld({ limits: limitsBut({}) });
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (user: User) => user.post("/users/export-data");
const finish = async (user: User): Promise<void> => {
  const { body } = await ask(user);
  await runJob(world, makeExport, { exportId: body.id });
};

test("case 25: of a hundred exports asked for at once, by two processes, one is made and the others are told so", async () => {
  const ada = await world.user();
  const there = (await world.another()).as(ada);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? ada : there).post("/users/export-data")),
  );
  const codes = answers
    .map(({ status, body }) => (status === 202 ? "accepted" : (body.code as string)))
    .toSorted((a, b) => a.localeCompare(b));
  expect(codes).toEqual(["accepted", ...Array.from({ length: 99 }, () => "export_running")]);
  const rows = await world.sql("select id, state from promptr.exports where user_id = $1", [ada.userId]);
  expect(rows).toEqual([{ id: expect.any(String), state: "queued" }]);
  const jobs = await world.queued("users.export");
  expect(jobs.filter((payload) => (payload as { exportId: string }).exportId === rows[0]?.["id"])).toHaveLength(1);
});

test("case 25: being refused for a running export costs no try; the fourth of a day is refused with an honest wait", async () => {
  const ada = await world.user();
  const { body } = await ask(ada);
  for (let tries = 0; tries < 5; tries += 1) {
    const refused = await ask(ada);
    expect([refused.status, refused.body.code]).toEqual([409, "export_running"]);
  }
  await runJob(world, makeExport, { exportId: body.id });
  await finish(ada);
  await finish(ada);
  const fourth = await ask(ada);
  expect([fourth.status, fourth.body.code]).toEqual([429, "rate_limited"]);
  const wait = Number(fourth.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(23 * 3_600);
  expect(wait).toBeLessThanOrEqual(24 * 3_600);
  expect((await world.sql("select 1 from promptr.exports where user_id = $1", [ada.userId])).length).toBe(3);
});

test("case 25: a repeated request with its Idempotency-Key gets the first answer and costs nothing", async () => {
  const ada = await world.user();
  const again = () => ada.post("/users/export-data", undefined, { "Idempotency-Key": "one" });
  const first = await again();
  for (let tries = 0; tries < 5; tries += 1) {
    const replayed = await again();
    expect([replayed.status, replayed.body.id]).toEqual([202, first.body.id]);
    expect(replayed.headers.get("idempotent-replayed")).toBe("true");
  }
  expect((await world.sql("select 1 from promptr.exports where user_id = $1", [ada.userId])).length).toBe(1);
});

test("case 25: the file of another account does not exist for anybody else, even an administrator", async () => {
  const [ada, eve, root] = [await world.user(), await world.user(), await world.user({ role: "admin" })];
  const { body } = await ask(ada);
  await runJob(world, makeExport, { exportId: body.id });
  for (const other of [eve, root]) {
    const answer = await other.get(`/users/exports/${body.id}/download`);
    expect([answer.status, answer.body.code]).toEqual([404, "not_found"]);
  }
  expect((await world.anyone.get(`/users/exports/${body.id}/download`)).status).toBe(401);
  expect((await download(`${world.url}/api/v1/users/exports/${body.id}/download`, bearer(ada))).status).toBe(200);
});

/** Prompts that do not compress, so that their archive has many chunks. */
const fill = (user: User, prompts: number) =>
  world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score)
     select gen_random_uuid(), $1, n::text,
       (select string_agg(md5((n * 10000 + i)::text), '') from generate_series(1, 1000) i), 't', 0
     from generate_series(1, $2) n`,
    [user.userId, prompts],
  );

test("case 25: an account that is closed during its export cancels it: no file, no mail", async () => {
  const ada = await register(world);
  await fill(ada, 150);
  const { body } = await ask(ada);
  const made = runJob(world, makeExport, { exportId: body.id });
  const chunks = async () =>
    (await world.sql("select 1 from promptr.export_chunks where export_id = $1", [body.id])).length;
  await until(async () => (await chunks()) > 1);
  expect((await ada.delete("/users/delete-account", { password: PASSWORD })).status).toBe(202);
  const kept = await chunks();
  await made;
  expect(await chunks()).toBeLessThanOrEqual(kept + 1);
  const [row] = await world.sql("select state from promptr.exports where id = $1", [body.id]);
  expect(row).toEqual({ state: "running" });
  expect((await mailsTo(world, ada.email)).filter((mail) => mail.includes("exports/download"))).toEqual([]);
});

test("case 25: a large export lies in pieces of at most 1 MiB, and a stop of the worker leaves it to the next attempt", async () => {
  const ada = await world.user();
  await fill(ada, 120);
  const { body } = await ask(ada);
  const stop = new AbortController();
  const killed = runJob(world, makeExport, { exportId: body.id }, { signal: stop.signal });
  const sizes = async () =>
    (await world.sql("select length(bytes) as size from promptr.export_chunks where export_id = $1 order by part", [
      body.id,
    ])) as { size: number }[];
  await until(async () => (await sizes()).length > 1);
  stop.abort(new Error("The worker stops"));
  await expect(killed).rejects.toThrow("The worker stops");
  expect((await ada.get(`/users/exports/${body.id}`)).body.state).toBe("running");
  await runJob(world, makeExport, { exportId: body.id });
  const { bytes } = (await ada.get(`/users/exports/${body.id}`)).body;
  const pieces = await sizes();
  expect(pieces.length).toBeGreaterThan(10);
  expect(Math.max(...pieces.map(({ size }) => size))).toBeLessThanOrEqual(1_048_576);
  expect(pieces.reduce((sum, { size }) => sum + size, 0)).toBe(bytes);
});
