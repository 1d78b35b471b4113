import { expect, test } from "vitest";
import { currentTrace, passedOn, readTraceparent, traced, traceHeaders, within } from "../../src/contract/trace.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const GOOD = `00-${TRACE}-b7ad6b7169203331-01`;

test("a traceparent is taken as W3C Trace Context has it, and nothing else is", () => {
  expect(readTraceparent(GOOD)).toBe(GOOD);
  expect(readTraceparent(`cc-${TRACE}-b7ad6b7169203331-01-what-a-later-version-adds`)).toBe(GOOD);
  for (const wrong of [
    undefined,
    "",
    [GOOD],
    GOOD.toUpperCase(),
    ` ${GOOD}`,
    `${GOOD}-more`,
    `ff-${TRACE}-b7ad6b7169203331-01`,
    `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE}-b7ad6b7169203331`,
    `00-${TRACE.slice(1)}-b7ad6b7169203331-01`,
    `${GOOD}\r\nx: y`,
    `01-${TRACE}-b7ad6b7169203331-01-${"x".repeat(200)}`,
  ])
    expect(readTraceparent(wrong)).toBeNull();
});

test("within a trace everything that is awaited belongs to it, beside others and after timers; outside nothing does", async () => {
  const trace = passedOn(GOOD);
  const other = passedOn(GOOD.replace("0af", "1bf"));
  const seen = async (): Promise<string | undefined> => {
    await new Promise((resolve) => setImmediate(resolve));
    return currentTrace()?.traceId;
  };
  const both = await Promise.all([within(trace, seen), within(other, seen), within(undefined, seen)]);
  expect(both).toEqual([TRACE, TRACE.replace("0af", "1bf"), undefined]);
  expect(within(trace, traceHeaders)).toEqual({ traceparent: GOOD });
  expect(traceHeaders()).toEqual({});
});

test("a call that nobody records is made as it is, and its error is its own", async () => {
  const fault = new Error("no");
  await expect(
    within(passedOn(GOOD), () =>
      traced(
        "x",
        () => ({}),
        () => Promise.reject(fault),
      ),
    ),
  ).rejects.toBe(fault);
  expect(
    await traced(
      "x",
      () => ({}),
      () => Promise.resolve(7),
    ),
  ).toBe(7);
});
