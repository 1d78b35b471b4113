import { expect, test } from "vitest";
import { prometheusMeters } from "../../src/adapters/metrics.ts";

test("a series for every route and status, and no more than 2,000 however many there are", async () => {
  const meters = await prometheusMeters();
  for (let route = 0; route < 3_000; route += 1) meters.route("GET", `/${route}`)(200, 0.02);
  const { body } = await meters.text();
  const counts = body.match(/^http_request_duration_seconds_count\{.*$/gm) ?? [];
  expect(counts).toHaveLength(2_000);
  expect(counts.at(-1)).toBe('http_request_duration_seconds_count{method="other",route="other",status="other"} 1001');
  meters.close();
});

test("an observation stands in its bucket and all above, to the bound included", async () => {
  const meters = await prometheusMeters();
  const time = meters.route("GET", "/x");
  for (const seconds of [0.001, 0.005, 0.006, 0.3, 100]) time(200, seconds);
  const { body } = await meters.text();
  const buckets = [...body.matchAll(/seconds_bucket\{.*le="([^"]+)"\} (\d+)/g)].map(([, le, n]) => [le, Number(n)]);
  expect(Object.fromEntries(buckets)).toMatchObject({ "0.005": 2, "0.01": 3, "0.25": 3, "0.5": 4, "30": 4, "+Inf": 5 });
  meters.close();
});

test("a reading that fails or hangs is left out and counted, and the others are there", async () => {
  const meters = await prometheusMeters();
  const gauge = (name: string, read: () => Promise<{ value: number }[]>) =>
    meters.reading({ name, help: "h", kind: "gauge", read });
  gauge("x_fails", () => Promise.reject(new Error("no")));
  gauge("x_hangs", () => new Promise(() => undefined));
  gauge("x_works", () => Promise.resolve([{ value: 7 }]));
  await meters.text();
  const { body } = await meters.text();
  expect(body).toMatch(/^x_works 7$/m);
  expect(body).not.toMatch(/^x_(?:fails|hangs) /m);
  expect(body).toMatch(/^promptr_metrics_unread_total\{metric="x_fails"\} [12]$/m);
  expect(body).toMatch(/^promptr_metrics_unread_total\{metric="x_hangs"\} [12]$/m);
  meters.close();
});
