import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { sendMail } from "../../../src/features/mail/index.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

let world: World;
let admin: User;
beforeAll(async () => {
  world = await createWorld({ role: "all" });
  admin = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Longer than a worker waits before it looks again, and than a pause takes to reach it. */
const A_LOOK_MS = 1_500;
const look = () => new Promise((resolve) => setTimeout(resolve, A_LOOK_MS));
const mailTo = async (): Promise<string> => {
  const { userId } = await world.user();
  await world.app.jobs
    .within(world.db(AS_JOBS))
    .send(sendMail, { to: userId, template: "welcome" }, { key: randomUUID() });
  return userId;
};
const stateOf = async (userId: string): Promise<unknown> =>
  (await world.sql("select state::text from pgboss.job where data -> 'payload' ->> 'to' = $1", [userId]))[0]?.["state"];
const isDone = (userId: string) => until(async () => (await stateOf(userId)) === "completed");

test("a paused queue takes jobs and works none, in every process and after a restart; resumed, it works what waited", async () => {
  await isDone(await mailTo());
  const paused = await admin.post("/admin/jobs/queues/mail.send/pause");
  expect(paused.status).toBe(200);
  expect(paused.body).toMatchObject({ name: "mail.send", pausedAt: expect.any(String) });
  expect((await admin.post("/admin/jobs/queues/mail.send/pause")).body.pausedAt).toBe(paused.body.pausedAt);
  const other = await world.another(); // starts while it is paused
  await look();
  const waiting = [await mailTo(), await mailTo()];
  await look();
  expect(await Promise.all(waiting.map(stateOf))).toEqual(["created", "created"]);
  const [row] = await world.sql(
    "select count(*)::int as number from pgboss.job where name = 'mail.send' and state = 'active'",
  );
  expect(row).toEqual({ number: 0 });

  const resumed = await other.as(admin).post("/admin/jobs/queues/mail.send/resume");
  expect(resumed.body).toMatchObject({ name: "mail.send", pausedAt: null, counts: { created: 2 } });
  await Promise.all(waiting.map(isDone));
  await other.app.stop();
  await isDone(await mailTo()); // the process that was told by the other works as well

  const rows = await world.sql(
    "select action, details from promptr.audit_log where actor_id = $1 and details ->> 'queue' = 'mail.send' order by seq",
    [admin.userId],
  );
  expect(rows).toEqual([
    { action: "job.pause", details: { queue: "mail.send" } },
    { action: "job.resume", details: { queue: "mail.send" } },
  ]);
});

test("other queues go on while one is paused", async () => {
  await admin.post("/admin/jobs/queues/users.erase/pause");
  await isDone(await mailTo());
  await admin.post("/admin/jobs/queues/users.erase/resume");
});

test("what nobody works cannot be paused", async () => {
  for (const name of ["no.such", "dead_letter"]) {
    expect((await admin.post(`/admin/jobs/queues/${name}/pause`)).status).toBe(404);
    expect((await admin.post(`/admin/jobs/queues/${name}/resume`)).status).toBe(404);
  }
});
