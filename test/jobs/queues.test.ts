import { afterAll, beforeAll, expect, test } from "vitest";
import { features } from "../../src/features/index.ts";
import { createWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const jobs = features.flatMap((feature) => feature.jobs);

/** SPEC §8: attempts in all, seconds one may take, how many run side by side in a process, and when they are sent. */
const TABLE: Record<string, readonly [attempts: number, timeout: number, concurrency: number, cron: string | null]> = {
  "mail.send": [3, 60, 5, null],
  "users.export": [3, 600, 1, null],
  // What is promised to people is tried more often.
  "users.erase": [5, 600, 1, null],
  "cleanup.expired": [3, 120, 1, "3-58/5 * * * *"],
  "cleanup.cache": [3, 120, 1, "4-54/10 * * * *"],
  "cleanup.daily": [3, 600, 1, "17 3 * * *"],
  "cleanup.logs": [3, 600, 1, "36 3 * * *"],
  "models.refresh": [3, 120, 1, "41 2 * * *"],
  "models.warn": [3, 600, 1, "12 4 * * *"],
  "library.trending": [3, 300, 1, "7-59/15 * * * *"],
  "prompts.test": [5, 900, 2, null],
  // Endpoints keep their own schedule of attempts; these are rounds over what is due.
  "webhooks.deliver": [2, 60, 2, null],
  "webhooks.watch": [2, 30, 1, "* * * * *"],
  "analytics.rollup": [3, 120, 1, "* * * * *"],
  "analytics.trends": [3, 300, 1, "6 12 * * 1"],
  "analytics.report": [3, 60, 2, "51 13 * * *"],
  "notifications.fanout": [5, 60, 1, null],
  "notifications.resume": [3, 120, 1, "46 * * * *"],
  // A mail server that is away for minutes must not lose a broadcast's mails.
  "mail.bulk": [8, 600, 1, null],
  "mail.openings": [3, 120, 1, "9-59/10 * * * *"],
};

test("the table names every queue", () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(jobs.map(({ name }) => name).toSorted());
});

test.each(Object.entries(TABLE))("%s is the queue the table says", (name, row) => {
  const found = jobs.find((job) => job.name === name)!;
  const { attempts, timeoutSeconds, concurrency, cron = null } = found;
  expect([attempts, timeoutSeconds, concurrency, cron]).toEqual(row);
});

test("every queue has attempts with a growing wait, a time limit, a heartbeat and a dead letter, in the database too", async () => {
  const rows = await world.sql("select * from pgboss.queue");
  for (const job of jobs) {
    expect(job.attempts).toBeGreaterThanOrEqual(2);
    expect(rows.find(({ name }) => name === job.name)).toMatchObject({
      retry_limit: job.attempts - 1,
      retry_backoff: true, // from half of it on by chance, so that what failed together does not come back together
      retry_delay: 2,
      retry_delay_max: 300,
      expire_seconds: job.timeoutSeconds,
      heartbeat_seconds: 12,
      dead_letter: "dead_letter",
    });
  }
  expect(rows.find(({ name }) => name === "dead_letter")).toMatchObject({ dead_letter: null });
});

/** The minutes of a day a five-field cron names; days and months are not looked at. */
function minutesOf(cron: string): number[] {
  const [minutes = "", hours = ""] = cron.split(" ");
  const expand = (field: string, end: number): number[] =>
    field.split(",").flatMap((part) => {
      const [range = "", step = "1"] = part.split("/");
      const [from = 0, to = range === "*" || step !== "1" ? end - 1 : undefined] =
        range === "*" ? [0, end - 1] : range.split("-").map(Number);
      return Array.from({ length: end }, (_, n) => n).filter(
        (n) => n >= from && n <= (to ?? from) && (n - from) % Number(step) === 0,
      );
    });
  return expand(hours, 24).flatMap((hour) => expand(minutes, 60).map((minute) => hour * 60 + minute));
}

test("no two schedules begin in the same minute of a day, and none on the full hour, but for those of every minute", () => {
  const begins = new Map<number, string>();
  const clashes: string[] = [];
  for (const { name, cron } of jobs) {
    if (cron === undefined || cron === "* * * * *") continue;
    for (const minute of minutesOf(cron)) {
      const at = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
      const other = begins.get(minute);
      if (other !== undefined) clashes.push(`${name} and ${other} at ${at}`);
      if (minute % 60 === 0) clashes.push(`${name} on the hour at ${at}`);
      begins.set(minute, name);
    }
  }
  expect(clashes).toEqual([]);
});
