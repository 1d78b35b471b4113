import { expect, test } from "vitest";
import { z } from "zod";
import { job } from "../../src/contract/job.ts";
import { type Feature, handle, type Handler } from "../../src/feature.ts";
import { features } from "../../src/features/index.ts";
import { pairHandlers } from "../../src/jobs/install.ts";

const named = (name: string) =>
  job({ name, payload: z.strictObject({}), attempts: 1, timeoutSeconds: 10, concurrency: 1 });
const handlerOf = (of: ReturnType<typeof named>): Handler => handle(of, async () => undefined);
const feature = (jobs: Feature["jobs"], handlers: Feature["handlers"]): Feature => ({
  name: "tiny",
  routes: [],
  jobs,
  handlers,
});
const [one, other] = [named("tiny.one"), named("tiny.other")];

test("every job of the product has one handler", () => {
  const pairs = pairHandlers(features);
  expect([...pairs.keys()].map(({ name }) => name).toSorted()).toEqual([
    "analytics.report",
    "analytics.rollup",
    "analytics.trends",
    "cleanup.cache",
    "cleanup.daily",
    "cleanup.expired",
    "cleanup.logs",
    "library.trending",
    "mail.bulk",
    "mail.openings",
    "mail.send",
    "models.refresh",
    "models.warn",
    "notifications.fanout",
    "notifications.resume",
    "prompts.test",
    "users.erase",
    "users.export",
    "webhooks.deliver",
    "webhooks.watch",
  ]);
  for (const [job, handler] of pairs) expect(handler.job).toBe(job);
});

test("a handler may belong to another feature than its job", () => {
  const handler = handlerOf(one);
  expect(pairHandlers([feature([one], []), feature([], [handler])]).get(one)).toBe(handler);
});

test.each([
  ["a job without a handler", feature([one, other], [handlerOf(one)]), "tiny.other has 0 handlers, it needs one"],
  ["a job with two handlers", feature([one], [handlerOf(one), handlerOf(one)]), "tiny.one has 2 handlers"],
  ["a handler of an undeclared job", feature([one], [handlerOf(one), handlerOf(other)]), "tiny.other belongs to no"],
  ["two jobs of one name", feature([one, named("tiny.one")], [handlerOf(one)]), "Two jobs are named tiny.one"],
])("%s is a bug that stops the start", (_name, tiny, message) => {
  expect(() => pairHandlers([tiny])).toThrow(message);
});
