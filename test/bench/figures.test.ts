import { describe, expect, it } from "vitest";
import { allCpu, type Cell, median, ratio, rotated } from "../../scripts/bench/http/figures.ts";

const cell = (contestant: string, round: number, rate: number, problems: string[] = []): Cell => ({
  contestant,
  workload: "get",
  round,
  rate,
  p50Ms: 1,
  p99Ms: 2,
  serverCpu: 1 / rate,
  postgresCpu: 0.5 / rate,
  redisCpu: 0,
  memoryMb: 100,
  bytes: 2_000,
  transactions: 1,
  others: 0,
  problems,
});
const pair = { workload: "get", of: "promptr", to: "floor" };
const rateOf = ({ rate }: Cell): number => rate;

describe("figures of the bench", () => {
  it("takes the ratio within each round, so that a slow round does not count against one side", () => {
    const cells = [cell("promptr", 0, 100), cell("floor", 0, 200), cell("promptr", 1, 10), cell("floor", 1, 40)];
    expect(ratio(cells, pair, rateOf)).toBe((0.5 + 0.25) / 2);
    expect(ratio(cells, pair, allCpu)).toBeCloseTo(3);
  });

  it("leaves out what is invalid on either side", () => {
    const cells = [
      cell("promptr", 0, 100, ["3 answers were no success"]),
      cell("floor", 0, 200),
      cell("promptr", 1, 100),
      cell("floor", 1, 200, ["1 socket errors"]),
      cell("promptr", 2, 100),
      cell("floor", 2, 400),
    ];
    expect(ratio(cells, pair, rateOf)).toBe(0.25);
    expect(ratio(cells.slice(0, 4), pair, rateOf)).toBeNaN();
  });

  it("has the middle of an odd number, the mean of the two middles of an even one, and nothing of none", () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
  });

  it("lets each round begin with another one", () => {
    expect([0, 1, 2, 3].map((round) => rotated(["a", "b", "c"], round).join(""))).toEqual(["abc", "bca", "cab", "abc"]);
    expect(rotated([], 4)).toEqual([]);
  });
});
