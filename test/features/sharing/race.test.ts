import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { share, submit, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("two hundred visitors at once open a ten-view link exactly ten times, on two processes, as JSON, page and form", async () => {
  const { json, page, token } = await share(world, { maxViews: 10 });
  const other = await world.another();
  const ways = [
    () => world.anyone.get(json),
    () => other.anyone.get(json),
    () => world.anyone.raw(page),
    () => other.anyone.raw(page),
    () => submit(world, page),
  ];
  const replies = await Promise.all(Array.from({ length: 200 }, (_, turn) => ways[turn % ways.length]!()));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(replies.filter(({ status }) => status === 410)).toHaveLength(190);
  expect(await viewsOf(world, { token })).toBe(10);
});

test("views of a link without a limit are all counted", async () => {
  const { json, token } = await share(world);
  const replies = await Promise.all(Array.from({ length: 50 }, () => world.anyone.get(json)));
  expect(replies.map(({ body }) => body.views.used).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 1),
  );
  expect(await viewsOf(world, { token })).toBe(50);
});
