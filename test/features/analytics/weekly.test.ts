import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mail } from "../../../src/contract/mail.ts";
import { MailRefused } from "../../../src/contract/mail.ts";
import { computeTrends, sendReport } from "../../../src/features/analytics/index.ts";
import type { Notice } from "../../../src/features/notifications/index.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { runJob, runQueued } from "../privacy/fixture.ts";
import { writeBatch } from "./scene.ts";

let world: World;
let sent: Mail[];
beforeEach(async () => {
  sent = [];
  world = await createWorld({
    ports: (ports) => ({ ...ports, mailer: { ...ports.mailer, send: async (mail) => void sent.push(mail) } }),
  });
  world.clock.now = new Date("2026-11-16T12:07:00Z");
});
afterEach(() => world[Symbol.asyncDispose]());

/** Somebody with a request in the last week, and two in the week before. */
async function reader(over: { wants?: boolean; confirmed?: boolean; timezone?: string } = {}): Promise<User> {
  const user = await world.user();
  const { wants = true, confirmed = true, timezone } = over;
  const preferences = { ...(wants && { weeklyReport: true }), ...(timezone !== undefined && { timezone }) };
  expect((await user.put("/users/profile", { preferences })).status).toBe(200);
  if (confirmed) await world.sql("update promptr.profiles set email_verified_at = now() where id = $1", [user.userId]);
  const days = ["2026-11-12T10:00:00Z", "2026-11-03T10:00:00Z", "2026-11-04T10:00:00Z"];
  await writeBatch(
    world,
    days.map((day) => ({ userId: user.userId, at: new Date(day) })),
  );
  return user;
}
const notices = async ({ userId }: User) =>
  (await world.sql("select kind, title, body from promptr.notifications where user_id = $1", [userId])) as Notice[];

test("who wants it is told of the week that has ended, in the product and by mail, once, however often the jobs run, and by mail no more once the mail is switched off", async () => {
  const ada = await reader();
  const unasked = await reader({ wants: false });
  await Promise.all([runJob(world, computeTrends, {}), runJob(world, computeTrends, {})]);
  expect(await world.queued("analytics.report")).toEqual([{ userId: ada.userId, week: "2026-11-09" }]);
  await runQueued(world, sendReport);
  await runJob(world, computeTrends, {});
  await runJob(world, sendReport, {});
  await Promise.all([1, 2].map(() => runJob(world, sendReport, { userId: ada.userId, week: "2026-11-09" })));
  expect(await notices(ada)).toMatchObject([
    {
      kind: "weekly_report",
      title: "Your week from 9 November 2026",
      body: expect.stringContaining("1 request, 50% less than the week before"),
    },
  ]);
  expect(await notices(unasked)).toEqual([]);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ id: `week-${ada.userId}-2026-11-09`, to: { address: ada.email } });
  expect(sent[0]?.subject).toBe("Your week: the week from 9 November 2026");
  expect(sent[0]?.text).toContain("1 request, 50% less than the week before");
  const { pathname } = new URL(sent[0]?.unsubscribeUrl ?? "");
  expect((await world.anyone.raw(pathname, { method: "POST" })).status).toBe(200);
  world.clock.now = new Date("2026-11-23T12:07:00Z");
  await writeBatch(world, [{ userId: ada.userId, at: new Date("2026-11-18T10:00:00Z") }]);
  await runJob(world, computeTrends, {});
  await runQueued(world, sendReport);
  expect([sent.length, (await notices(ada)).length]).toEqual([1, 2]);
});

test("a mail that could not leave is tried again under the same id, without a second notice", async () => {
  const ada = await reader();
  await runJob(world, computeTrends, {});
  const week = { userId: ada.userId, week: "2026-11-09" };
  const away = { ...world.app.ports.mailer, send: () => Promise.reject(new Error("The mail server is away")) };
  await expect(runJob(world, sendReport, week, { ports: { mailer: away } })).rejects.toThrow("away");
  await runJob(world, sendReport, week);
  expect(await notices(ada)).toHaveLength(1);
  expect(sent.map(({ id }) => id)).toEqual([`week-${ada.userId}-2026-11-09`]);
});

test("what failed for good is looked for the next day, and an address that takes no mail is not tried again", async () => {
  const ada = await reader();
  await runJob(world, computeTrends, {});
  await world.sql("delete from pgboss.job where name = 'analytics.report'");
  world.clock.now = new Date("2026-11-17T13:52:00Z");
  await runJob(world, sendReport, {});
  expect(await world.queued("analytics.report")).toEqual([{ userId: ada.userId, week: "2026-11-09" }]);
  const refused = { ...world.app.ports.mailer, send: () => Promise.reject(new MailRefused("No such mailbox")) };
  await runJob(world, sendReport, { userId: ada.userId, week: "2026-11-09" }, { ports: { mailer: refused } });
  await world.sql("delete from pgboss.job where name = 'analytics.report'");
  await runJob(world, sendReport, {});
  expect(await world.queued("analytics.report")).toEqual([]);
  expect(await notices(ada)).toHaveLength(1);
});

test("an address that was not confirmed gets no mail, only the notice; who did nothing gets neither", async () => {
  const ada = await reader({ confirmed: false });
  const idle = await world.user();
  await world.sql(
    `update promptr.profiles set preferences = '{"weeklyReport": true}', email_verified_at = now() where id = $1`,
    [idle.userId],
  );
  await runJob(world, computeTrends, {});
  await runQueued(world, sendReport);
  expect(await notices(ada)).toHaveLength(1);
  expect(await notices(idle)).toEqual([]);
  expect(sent).toEqual([]);
});

test("the week is that of the person's own time zone", async () => {
  const ada = await reader({ timezone: "Asia/Kathmandu" });
  // Sunday evening in Nepal, and Monday there while it is Sunday in Greenwich.
  for (const day of ["2026-11-15T18:14:00Z", "2026-11-15T18:15:00Z"])
    await writeBatch(world, [{ userId: ada.userId, at: new Date(day) }]);
  await runJob(world, computeTrends, {});
  const [row] = await world.sql("select figures from promptr.weekly_reports where user_id = $1", [ada.userId]);
  expect(row?.["figures"]).toMatchObject({ requests: 2, requestsBefore: 2 });
});

test("an account that was erased meanwhile is told nothing", async () => {
  const ada = await reader();
  await runJob(world, computeTrends, {});
  await world.sql("delete from promptr.profiles where id = $1", [ada.userId]);
  await runQueued(world, sendReport);
  await runJob(world, sendReport, { userId: randomUUID(), week: "2026-11-09" });
  expect(sent).toEqual([]);
});

test("a suspended account is mailed nothing, be it suspended before its week is worked out or after", async () => {
  const [before, after] = [await reader(), await reader()];
  const suspend = ({ userId }: User) =>
    world.sql("update promptr.profiles set suspended_at = now() where id = $1", [userId]);
  await suspend(before);
  await runJob(world, computeTrends, {});
  expect(await world.queued("analytics.report")).toEqual([{ userId: after.userId, week: "2026-11-09" }]);
  await suspend(after);
  await runQueued(world, sendReport);
  await runJob(world, sendReport, { userId: before.userId, week: "2026-11-09" });
  expect(sent).toEqual([]);
});
