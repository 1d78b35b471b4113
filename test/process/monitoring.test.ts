import { expect, test, vi } from "vitest";
import { startCollector } from "../fakes/collector.ts";
import { until } from "../world.ts";
import { createDatabase } from "./database.ts";
import { createPlace, freePort } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

test("a process with metrics and traces serves both, sends the spans that wait when it stops, and ends with 0", async () => {
  await using collector = await startCollector();
  const database = await createDatabase();
  const port = await freePort();
  const place = createPlace({
    DATABASE_URL: database.url,
    METRICS_PORT: String(port),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  const server = await place.serve();
  const scrape = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(await scrape()).toContain("promptr_ready 1");
  const traceId = crypto.randomUUID().replaceAll("-", "");
  await server.anyone.raw("/livez", { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  await until(async () => (await scrape()).includes('route="/livez"'));
  expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
  expect(collector.spans.find((span) => span.traceId === traceId)).toMatchObject({ name: "GET /livez" });
  expect(server.said.stdout).not.toContain("Closing the");
});
