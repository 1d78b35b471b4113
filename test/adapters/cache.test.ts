import { expect, test } from "vitest";
import { MemoryCache } from "../../src/adapters/cache.ts";

const OPTIONS = { tags: ["t"], ttlMs: 60_000 };

test("what is kept takes 64 MB at most, however deep in a value its texts lie, and what was used last stays", async () => {
  const cache = new MemoryCache();
  let loads = 0;
  const page = (n: number) => {
    const load = async () => {
      loads += 1;
      return { data: [{ task: "x".repeat(500_000), tags: [`${n}`, "y".repeat(500_000)] }], at: new Date(0), n };
    };
    return cache.get(`page ${n}`, OPTIONS, load);
  };
  for (let n = 0; n < 64; n += 1) await page(n); // two bytes a character: 2 MB each
  for (let n = 63; n >= 64 - 30; n -= 1) expect((await page(n)).n).toBe(n);
  expect(loads).toBe(64);
  await page(0);
  expect(loads).toBe(65);
});
