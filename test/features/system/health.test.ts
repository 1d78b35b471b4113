import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createScene, type Scene, TASK } from "../enrichment/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await createScene({ env: { PROMPTR_FLAGS: '{"enhancement":true,"public_library":false}' } });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** One measurement serves a second of questions; a test wants its own. */
const forget = () => scene.world.app.ports.cache.drop("system");
beforeEach(forget);
const health = () => {
  forget();
  return scene.world.anyone.raw("/health");
};

describe("/health", () => {
  test("has the guide's shape, is never cached and needs no credential", async () => {
    const { status, body, headers } = await health();
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      status: "healthy",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      uptime: expect.any(Number),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      commit: null,
      schemaVersion: expect.stringMatching(/^\d{4}-[a-z-]+$/),
      services: {
        database: { status: "healthy", responseTime: expect.any(Number) },
        queue: { status: "healthy", responseTime: expect.any(Number) },
        external_apis: { status: "healthy" },
      },
      metrics: {
        memoryUsage: expect.stringMatching(/^\d{1,3}%$/),
        cpuUsage: expect.stringMatching(/^\d+%$/),
        activeConnections: expect.any(Number),
        usageWaiting: expect.any(Number),
        usageDropped: 0,
      },
    });
    expect(body.metrics.activeConnections).toBeGreaterThan(0);
  });

  test("is degraded, and still 200, while the queue's tables are away", async () => {
    await scene.world.sql("alter table pgboss.version rename to version_away");
    onTestFinished(
      async () => void (await scene.world.sql("alter table if exists pgboss.version_away rename to version")),
    );
    const away = await health();
    expect([away.status, away.body.status]).toEqual([200, "degraded"]);
    expect(away.body.services).toMatchObject({ database: { status: "healthy" }, queue: { status: "unhealthy" } });
    expect(away.text).not.toContain("pgboss");
    await scene.world.sql("alter table pgboss.version_away rename to version");
    expect((await health()).body.status).toBe("healthy");
  });

  test("is degraded after a call to a model provider failed, until one succeeds", async () => {
    onTestFinished(() => scene.reset());
    const user = await scene.world.user();
    scene.fake.fault({ kind: "status", status: 401 });
    expect((await user.post("/enrichment/enhance", { text: TASK })).status).toBeGreaterThanOrEqual(500);
    const failing = await health();
    expect([failing.status, failing.body.status, failing.body.services.external_apis.status]).toEqual([
      200,
      "degraded",
      "degraded",
    ]);
    expect((await scene.world.anyone.get("/system/status")).body.status).toBe("degraded");
    scene.reset();
    expect((await user.post("/enrichment/enhance", { text: TASK })).status).toBe(200);
    expect((await health()).body).toMatchObject({
      status: "healthy",
      services: { external_apis: { status: "healthy" } },
    });
  });
});

test("/livez and /readyz answer in one word", async () => {
  for (const path of ["/livez", "/readyz"]) {
    const { status, body } = await scene.world.anyone.raw(path);
    expect([status, body]).toEqual([200, { status: "ok" }]);
  }
});

test("/system/status tells users the state, the version and the providers that have a key", async () => {
  const { status, body } = await scene.world.anyone.get("/system/status");
  expect(status).toBe(200);
  expect(body).toEqual({
    status: "healthy",
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    time: scene.world.clock.now.toISOString(),
    uptime: expect.any(Number),
    providers: ["openai", "anthropic", "google"],
  });
});

test("/system/features lists every flag of the table, and PROMPTR_FLAGS has the last word", async () => {
  const { status, body } = await scene.world.anyone.get("/system/features");
  expect(status).toBe(200);
  const rows = await scene.world.sql("select name, description, enabled from promptr.feature_flags");
  expect(rows.map(({ enabled }) => enabled)).toEqual(rows.map(() => true));
  expect(body.features).toEqual(
    Object.fromEntries(
      rows.map(({ name, description }) => [name, { description, enabled: name !== "public_library" }]),
    ),
  );
});
