import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NARROW_SECONDS } from "../../src/adapters/throttle.ts";
import { Limits } from "../../src/contract/tier.ts";

const PAGE = readFileSync("docs/rate-limiting.md", "utf8");
/** The rows of one section's table, each with its cells. */
const rowsOf = (title: string): string[][] =>
  (PAGE.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? "")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("|---"))
    .slice(1)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const number = (text = ""): number => Number(text.replaceAll(",", ""));
const bare = (text = ""): string => text.replaceAll("`", "");
const SECONDS: Readonly<Record<string, number>> = { "15 min": 900, "1 h": 3_600, "24 h": 86_400 };
const limits = Limits.parse({});

test("docs/rate-limiting.md has the requests, months and days of every plan as the code has them", () => {
  const requests = rowsOf("Requests").map(([who, count]) => [bare(who), number(count)]);
  expect(requests).toEqual([
    ["anonymous", limits.anonymous.requests],
    ["free", limits.free.requests],
    ["pro", limits.pro.requests],
  ]);
  const quotas = rowsOf("Months and days").map(([name, free, pro]) => [bare(name), number(free), number(pro)]);
  const names = Object.keys(limits.free).filter((name) => name !== "requests") as (keyof typeof limits.free)[];
  expect(quotas).toEqual(names.map((name) => [name, limits.free[name], limits.pro[name]]));
});

test("docs/rate-limiting.md has every narrow limit with its tries and window", () => {
  const told = rowsOf("Tries").map(([name, tries, window = ""]) => `${bare(name)} ${number(tries)} ${SECONDS[window]}`);
  const names = Object.keys(NARROW_SECONDS) as (keyof typeof NARROW_SECONDS)[];
  expect(told.sort()).toEqual(names.map((name) => `${name} ${limits[name]} ${NARROW_SECONDS[name]}`).sort());
});

test("every other figure of docs/rate-limiting.md is the constant it names", () => {
  const told = [...rowsOf("At the same time"), ...rowsOf("How much there may be")];
  expect(told.length).toBeGreaterThan(20);
  for (const [, most, where = ""] of told) {
    const [, constant = "", file = ""] = /^`(\w+)` in (\S+)$/.exec(where) ?? [];
    const expression = new RegExp(`const ${constant} = ([\\d_ *]+);`).exec(readFileSync(file, "utf8"))?.[1] ?? "";
    const value = expression.split("*").reduce((product, factor) => product * number(factor.replaceAll("_", "")), 1);
    expect([where, value]).toEqual([where, number(most)]);
  }
});
