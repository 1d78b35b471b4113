import { afterAll, beforeAll, expect, test } from "vitest";
import { PAGE_BYTES_MAX } from "../../../src/contract/page.ts";
import { createWorld, type User, type World } from "../../world.ts";

const PROMPTS = 30;
const LENGTH = 50_000;
let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, context, raw_prompt, quality_score, is_public, created_at, published_at)
     select gen_random_uuid(), $1, 'Long ' || n, repeat('x', $2), repeat('y', $2), repeat('x', 2 * $2), 0.5, true, now() - n * interval '1 s', now() - n * interval '1 s'
     from generate_series(1, ${PROMPTS}) n`,
    [ada.userId, LENGTH],
  );
});
afterAll(() => world[Symbol.asyncDispose]());

test.each(["/prompts", "/prompts/public"])(
  "a page of long prompts in %s stays small, and the cursor misses none of them",
  async (path) => {
    const titles: string[] = [];
    let cursor: string | null = null;
    do {
      const answer: Awaited<ReturnType<typeof ada.get>> = await ada.get(
        `${path}?limit=100${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      expect(answer.status).toBe(200);
      expect(answer.text.length).toBeLessThan(2.5 * PAGE_BYTES_MAX);
      titles.push(...answer.body.data.map(({ title }: { title: string }) => title));
      cursor = answer.body.pagination.nextCursor;
      expect(answer.body.pagination.hasMore).toBe(cursor !== null);
    } while (cursor !== null);
    expect(titles).toEqual(Array.from({ length: PROMPTS }, (_, index) => `Long ${index + 1}`));
  },
);

test("a page number never jumps over prompts that did not fit: it is refused with what to do", async () => {
  const answer = await ada.get("/prompts?limit=100&page=1");
  expect([answer.status, answer.body.errors[0].path]).toEqual([400, "query.limit"]);
  expect((await ada.get("/prompts?limit=5&page=2")).body.data.map(({ title }: { title: string }) => title)).toEqual([
    "Long 6",
    "Long 7",
    "Long 8",
    "Long 9",
    "Long 10",
  ]);
});
