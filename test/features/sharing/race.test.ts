import { expect, test } from "vitest";
import { createWorld } from "../../world.ts";
import { share, submit, viewsOf } from "./fixture.ts";

test("five hundred visitors at once open a ten-view link exactly ten times, on two processes, as JSON, page and form", async () => {
  await using world = await createWorld();
  const { json, page } = await share(world, { maxViews: 10 });
  const other = await world.another();
  const ways = [
    () => world.anyone.get(json),
    () => other.anyone.get(json),
    () => world.anyone.raw(page),
    () => other.anyone.raw(page),
    () => submit(world, page),
  ];
  const replies = await Promise.all(Array.from({ length: 500 }, (_, turn) => ways[turn % ways.length]!()));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(replies.filter(({ status }) => status === 410)).toHaveLength(490);
  expect(await viewsOf(world)).toBe(10);
});

test("views of a link without a limit are all counted", async () => {
  await using world = await createWorld();
  const { json } = await share(world);
  const replies = await Promise.all(Array.from({ length: 100 }, () => world.anyone.get(json)));
  expect(replies.map(({ body }) => body.views.used).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  expect(await viewsOf(world)).toBe(100);
});
