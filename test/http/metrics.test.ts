import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startApp } from "../../src/app.ts";
import { createLog } from "../../src/adapters/log.ts";
import { readConfig } from "../../src/config.ts";
import { openReceiver } from "../fakes/receiver.ts";
import { createScene, repair, type Scene, TASK } from "../features/enrichment/scene.ts";
import { makePrompt, makeWebhook } from "../features/webhooks/scene.ts";
import { until, type User } from "../world.ts";

let scene: Scene;
let user: User;
let metrics: string;
beforeAll(async () => {
  scene = await createScene({
    role: "all",
    limits: { anonymous: { requests: 20 }, free: { requests: 100_000 }, register: 1 },
    env: { METRICS_PORT: "0", TRUST_PROXY: "X-Client", WEBHOOKS_ALLOW_PRIVATE: "true" },
  });
  user = await scene.world.user();
  metrics = `http://127.0.0.1:${scene.world.app.metricsPort}/metrics`;
});
afterAll(() => scene[Symbol.asyncDispose]());

const scrape = async (url = metrics): Promise<string> => (await fetch(url)).text();
/** The value of one series, by its name and labels in any order; 0 where there is none yet. */
async function valueOf(name: string, labels: Record<string, string> = {}): Promise<number> {
  const lines = (await scrape()).split("\n");
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  const found = lines.filter((line) => /^\w+/.exec(line)?.[0] === name && wanted.every((pair) => line.includes(pair)));
  return found.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}
/** Waits until the series has the value: a request is counted when its answer has left. */
const reaches = (name: string, labels: Record<string, string>, least: number): Promise<unknown> =>
  until(async () => (await valueOf(name, labels)) >= least, 15_000);

describe("the port of metrics", () => {
  test("answers /metrics in Prometheus's format, and 404 and 405 to everything else", async () => {
    const answer = await fetch(metrics);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await answer.text()).toMatch(/^# HELP process_cpu_user_seconds_total /);
    expect((await fetch(metrics, { method: "HEAD" })).status).toBe(200);
    const posted = await fetch(metrics, { method: "POST", body: "x" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    for (const path of ["/", "/health", "/metrics/", "/api/v1/prompts"])
      expect((await fetch(new URL(path, metrics))).status).toBe(404);
    expect((await scene.world.anyone.raw("/metrics", { headers: { "x-client": "203.0.113.8" } })).status).toBe(404); // not on the API's own port
  });

  test("is closed where nobody asked for it, and ends with the process", async () => {
    const unmeasured = await startOther({});
    expect(unmeasured.metricsPort).toBeNull();
    await unmeasured.stop();
    const measured = await startOther({ METRICS_PORT: "0" });
    const url = `http://127.0.0.1:${measured.metricsPort}/metrics`;
    expect(await scrape(url)).toContain("promptr_ready 1");
    await measured.stop();
    await expect(fetch(url)).rejects.toThrow();
  });

  test("that is taken keeps a process from starting, and is named", async () => {
    const { metricsPort } = scene.world.app;
    await expect(startOther({ METRICS_PORT: String(metricsPort) })).rejects.toThrow(
      `Port ${metricsPort} is taken. Set METRICS_PORT.`,
    );
  });

  test("answers in the worker role, with the queues and without routes of the API", async () => {
    const worker = await startOther({ METRICS_PORT: "0" }, "worker");
    const text = await scrape(`http://127.0.0.1:${worker.metricsPort}/metrics`);
    expect(text).toMatch(/promptr_jobs\{queue="mail\.send",state="waiting"\} \d/);
    await worker.stop();
  });

  test("answers while the queue's tables are away, and says which figures it left out", async () => {
    await scene.world.sql("alter table pgboss.queue rename to queue_away");
    onTestFinished(async () => void (await scene.world.sql("alter table if exists pgboss.queue_away rename to queue")));
    scene.world.app.ports.cache.drop("jobs:depths");
    await reaches("promptr_metrics_unread_total", { metric: "promptr_jobs" }, 1);
    const text = await scrape();
    expect(text).not.toMatch(/^promptr_jobs\{/m);
    expect(text).toContain("promptr_ready 1");
  });

  test("answers while requests of the API are at work by the dozen, and counts them", async () => {
    const before = await valueOf("promptr_requests_running");
    const held = Array.from({ length: 60 }, (_, at) => holdRequest(`203.0.113.${at + 100}`));
    await until(async () => (await valueOf("promptr_requests_running")) >= before + 60, 15_000);
    expect((await fetch(metrics)).status).toBe(200);
    for (const one of held) one.destroy();
    await until(async () => (await valueOf("promptr_requests_running")) <= before, 15_000);
  });
});

async function startOther(env: Record<string, string>, role: "web" | "worker" = "web") {
  const app = await startApp(
    readConfig({
      HOST: "127.0.0.1",
      PORT: "0",
      MIGRATE_ON_START: "false",
      PROMPTR_HOME: scene.world.home,
      DATABASE_URL: String(scene.world.app.storage.connections.app.connectionString),
      ...env,
    }),
    { role, log: createLog({ level: "silent", human: false }) },
  );
  onTestFinished(() => app.stop());
  return app;
}

/** A request whose body never comes, from an address of its own. */
function holdRequest(address: string) {
  const headers = { "content-type": "application/json", "content-length": "10", "x-client": address };
  const asked = request(`${scene.world.url}/api/v1/auth/login`, { method: "POST", headers });
  asked.on("error", () => undefined); // it is cut off in the end
  asked.flushHeaders();
  onTestFinished(() => void asked.destroy());
  return asked;
}

describe("what is measured", () => {
  test("requests by method, pattern and status, never by the address that was asked for", async () => {
    const id = await makePrompt(user);
    await user.get(`/prompts/${id}`);
    await user.get("/prompts/00000000-0000-7000-8000-000000000000");
    await scene.world.anyone.raw("/nowhere/ada@example.com", { headers: { "x-client": "203.0.113.7" } });
    const of = (status: string) => ({ method: "GET", route: "/api/v1/prompts/:id", status });
    await reaches("http_request_duration_seconds_count", of("200"), 1);
    await reaches("http_request_duration_seconds_count", of("404"), 1);
    await reaches("http_request_duration_seconds_count", { method: "any", route: "other" }, 1);
    const text = await scrape();
    expect(text).not.toContain(id);
    expect(text).not.toContain("nowhere");
    expect(await valueOf("http_request_duration_seconds_bucket", { ...of("200"), le: "+Inf" })).toBe(
      await valueOf("http_request_duration_seconds_count", of("200")),
    );
    expect(await valueOf("http_request_duration_seconds_sum", of("200"))).toBeGreaterThan(0);
  });

  test("refusals by the limit that made them, and problems by their code", async () => {
    for (let turn = 0; turn < 22; turn += 1)
      await scene.world.anyone.get("/prompts/public", { "x-client": "203.0.113.9" });
    await reaches("promptr_ratelimit_rejected_total", { policy: "anonymous" }, 1);
    await reaches("promptr_failures_total", { code: "rate_limited" }, 1);
  });

  test("calls of models: their outcome, their time, their tokens, what they cost, and which are left alone", async () => {
    scene.fake.reply(repair());
    expect((await user.post("/enrichment/enhance", { text: TASK })).status).toBe(200);
    const provider = (await scrape()).match(/promptr_ai_requests_total\{provider="(\w+)",outcome="answered"\}/)?.[1];
    expect(provider).toMatch(/^(?:openai|anthropic|google)$/);
    expect(await valueOf("promptr_ai_tokens_total", { provider: provider!, kind: "input" })).toBe(1_000);
    expect(await valueOf("promptr_ai_tokens_total", { provider: provider!, kind: "output" })).toBe(200);
    expect(await valueOf("promptr_ai_cost_usd_total", { provider: provider! })).toBeGreaterThan(0);
    expect(await valueOf("promptr_ai_request_duration_seconds_count", { provider: provider! })).toBe(1);
    expect(await scrape()).toMatch(new RegExp(`promptr_breaker_state\\{provider="${provider}"\\} 0`));
  });

  test("jobs by queue, state and how they ended, mails and webhooks", async () => {
    await using receiver = await openReceiver();
    await makeWebhook(user, receiver.url);
    await makePrompt(user);
    scene.world.clock.now = new Date(Date.now() + 60_000); // the world's clock stands still, the delivery's does not
    await reaches("promptr_webhooks_total", { outcome: "delivered" }, 1);
    await reaches("promptr_job_duration_seconds_count", { queue: "webhooks.deliver", outcome: "completed" }, 1);
    const text = await scrape();
    for (const queue of ["mail.send", "webhooks.deliver", "analytics.rollup"]) {
      expect(text).toMatch(new RegExp(`promptr_jobs\\{queue="${queue}",state="active"\\} \\d`));
      expect(text).toMatch(new RegExp(`promptr_jobs_oldest_wait_seconds\\{queue="${queue}"\\} \\d`));
    }
    expect(text).toMatch(/promptr_jobs\{queue="dead_letter",state="failed"\} \d/);
    const { mailer } = scene.world.app.ports;
    await mailer.send({
      id: "one",
      to: { name: "Ada", address: "ada@example.com" },
      subject: "s",
      text: "t",
      html: "h",
    });
    expect(await valueOf("promptr_emails_total", { outcome: "sent" })).toBeGreaterThanOrEqual(1);
  });

  test("the cache, the database, the load, and the process itself", async () => {
    await user.get("/users/profile");
    await user.get("/users/profile");
    expect(await valueOf("promptr_cache_hits_total")).toBeGreaterThan(0);
    expect(await valueOf("promptr_cache_misses_total")).toBeGreaterThan(0);
    expect(await valueOf("promptr_cache_entries")).toBeGreaterThan(0);
    expect(await valueOf("promptr_cache_bytes")).toBeGreaterThan(0);
    expect(await valueOf("promptr_db_pool", { kind: "lane" })).toBeGreaterThan(0);
    expect(await valueOf("promptr_db_connection_waits_total")).toBeGreaterThan(0);
    expect(await valueOf("process_resident_memory_bytes")).toBeGreaterThan(1e7);
    const text = await scrape();
    for (const name of ["promptr_requests_shed_total", "promptr_timers_late_seconds", "promptr_usage_rows_waiting"])
      expect(text).toMatch(new RegExp(`^${name} [\\d.e-]+$`, "m"));
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds (?:\S+)$/m);
    expect(text).toMatch(/^promptr_build_info\{version="[\d.]+",schema="\d{4}-[a-z-]+"\} 1$/m);
  });

  test("no label holds a person, an address, an id or a token", async () => {
    const values = [...(await scrape()).matchAll(/(\w+)="([^"]*)"/g)];
    expect(values.length).toBeGreaterThan(200);
    const odd = values.filter(
      ([, name, value]) => name !== "route" && !/^[A-Za-z0-9_.+:/ -]{0,60}$/.test(value ?? "") && name !== "le",
    );
    expect(odd).toEqual([]);
    const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-/;
    expect(values.filter(([, , value]) => uuid.test(value ?? "") || value?.includes("@"))).toEqual([]);
  });
});
