import { describe, expect, it } from "vitest";
import { type CpuProfile, selfTimes } from "../../scripts/bench/http/profile.ts";
import { cellTables, END, inserted, START } from "../../scripts/bench/http/report.ts";
import { promptId, textOf, TEXTS, userId, usersOf } from "../../scripts/bench/http/content.ts";

describe("report of the bench", () => {
  it("replaces what stands between its markers and nothing else", () => {
    const page = `# Speed\n\nabove\n\n${START}\n\nold\n\n${END}\n\nbelow\n`;
    const once = inserted(page, "new");
    expect(once).toBe(`# Speed\n\nabove\n\n${START}\n\nnew\n\n${END}\n\nbelow\n`);
    expect(inserted(once, "new")).toBe(once);
  });

  it("finds its place at the end of a page without markers", () => {
    expect(inserted("# Speed\n", "new")).toBe(`# Speed\n\n${START}\n\nnew\n\n${END}\n`);
  });

  it("shows no figure of a cell that does not count, and why", () => {
    const figures = { p50Ms: 1, p99Ms: 2, serverCpu: 3, postgresCpu: 4, redisCpu: 0, memoryMb: 5, bytes: 6 };
    const cell = { contestant: "floor", workload: "get", round: 0, rate: 777, transactions: 1, others: 0, ...figures };
    const text = cellTables([{ ...cell, problems: ["2 socket errors"] }], new Map([["get", "GET"]]));
    expect(text).toContain("### GET");
    expect(text).toContain("floor (1 of 1 invalid)");
    expect(text).not.toContain("777");
    expect(text).toContain("- floor, get, round 1: 2 socket errors");
  });

  it("counts self time by package within the load alone, without waiting", () => {
    const frame = (id: number, functionName: string, url: string) => ({
      id,
      callFrame: { functionName, url, lineNumber: 4 },
    });
    const profile: CpuProfile = {
      nodes: [
        frame(1, "(idle)", ""),
        frame(2, "send", "file:///app/node_modules/koa/lib/a.js"),
        frame(3, "f", "node:net"),
      ],
      startTime: 0,
      samples: [2, 3, 2, 1, 3],
      timeDeltas: [100, 10, 10, 30, 10],
    };
    const text = selfTimes(profile, 105, 1_000);
    expect(text).toContain("25.0%  node:net");
    expect(text).toContain("75.0%  send  koa:5");
  });
});

describe("what the bench seeds", () => {
  it("gives no person the same text twice, and every id once", () => {
    const prompts = 200_000;
    const texts = Array.from({ length: prompts / usersOf(prompts) }, (_, n) => textOf(7 + n * usersOf(prompts)));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.every((place) => place >= 0 && place < TEXTS)).toBe(true);
    expect(new Set(Array.from({ length: 5_000 }, (_, n) => promptId(n))).size).toBe(5_000);
    expect(userId(1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
