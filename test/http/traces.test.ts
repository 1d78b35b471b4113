import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Collector, type SunkSpan, startCollector } from "../fakes/collector.ts";
import { openReceiver } from "../fakes/receiver.ts";
import { createScene, repair, type Scene, TASK } from "../features/enrichment/scene.ts";
import { makePrompt, makeWebhook } from "../features/webhooks/scene.ts";
import { createWorld, until, type User, type World } from "../world.ts";

const newTrace = (): string => crypto.randomUUID().replaceAll("-", "");
const parentOf = (traceId: string, flags = "01"): string => `00-${traceId}-b7ad6b7169203331-${flags}`;
const lineOf = (world: World, traceId: string, message: string) =>
  until(async () => world.logged().find((line) => line["message"] === message && line["traceId"] === traceId), 15_000);

describe("without a collector", () => {
  let scene: Scene;
  let user: User;
  beforeAll(async () => {
    scene = await createScene({ role: "all", env: { WEBHOOKS_ALLOW_PRIVATE: "true" } });
    user = await scene.world.user();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  test("a request's trace is in its log line; one without or with a broken traceparent has none", async () => {
    const traceId = newTrace();
    expect((await user.get("/prompts", { traceparent: parentOf(traceId) })).status).toBe(200);
    expect(await lineOf(scene.world, traceId, "HTTP Request")).toMatchObject({ route: "listPrompts" });
    const requestId = `req-${newTrace()}`;
    await user.get("/prompts", { traceparent: "00-broken-1-01", "x-request-id": requestId });
    const line = await until(async () => scene.world.logged().find((one) => one["requestId"] === requestId));
    expect(Object.keys(line)).not.toContain("traceId");
  });

  test("the provider that is called in a request is told its trace", async () => {
    const traceId = newTrace();
    scene.fake.reply(repair());
    const { status } = await user.post(
      "/enrichment/enhance",
      { text: `${TASK} ${traceId}` },
      { traceparent: parentOf(traceId) },
    );
    expect(status).toBe(200);
    expect(scene.fake.requests.at(-1)?.headers["traceparent"]).toBe(parentOf(traceId));
  });

  test("a job belongs to the trace of the request that asked for it: in its data, and in its log line", async () => {
    const traceId = newTrace();
    const account = { email: `a-${traceId}@example.com`, password: "correct horse battery", fullName: "Ada" };
    const { status } = await scene.world.anyone.post("/auth/register", account, { traceparent: parentOf(traceId) });
    expect(status).toBe(201);
    expect(await lineOf(scene.world, traceId, "Job done")).toMatchObject({ queue: "mail.send" });
    const [row] = await scene.world.sql(
      "select data from pgboss.job where name = 'mail.send' and data ->> 'traceparent' = $1",
      [parentOf(traceId)],
    );
    expect(row?.["data"]).toMatchObject({ requestId: expect.stringMatching(/^req_/) });
  });
});

describe("with a collector", () => {
  let collector: Collector;
  let scene: Scene;
  let user: User;
  beforeAll(async () => {
    collector = await startCollector();
    scene = await createScene({
      role: "all",
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: "x-team=prompts%2Cone,authorization=Basic%20c2VjcmV0",
        OTEL_SERVICE_NAME: "promptr-test",
        WEBHOOKS_ALLOW_PRIVATE: "true",
      },
    });
    user = await scene.world.user();
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await collector[Symbol.asyncDispose]();
  });
  const spansOf = (traceId: string, least: number): Promise<SunkSpan[]> =>
    until(async () => {
      const found = collector.spans.filter((span) => span.traceId === traceId);
      return found.length >= least && found;
    }, 20_000);

  test("a request is a span below its caller's, by its pattern, with its statements and nobody's words below it", async () => {
    const traceId = newTrace();
    const words = `Secret plans of ${traceId}`;
    const id = await makePrompt(user, { title: words });
    const { headers } = await user.get(`/prompts/${id}`, { traceparent: parentOf(traceId) });
    const spans = await spansOf(traceId, 2);
    const edge = spans.find(({ kind }) => kind === 2)!;
    expect(edge).toMatchObject({
      name: "GET /api/v1/prompts/:id",
      parentSpanId: "b7ad6b7169203331",
      service: "promptr-test",
    });
    expect(edge.attributes).toMatchObject({
      "http.request.method": "GET",
      "http.route": "/api/v1/prompts/:id",
      "http.response.status_code": 200,
      "promptr.operation": "readPrompt",
      "promptr.request_id": headers.get("x-request-id"),
    });
    const statement = spans.find(({ attributes }) => attributes["db.system.name"] === "postgresql")!;
    expect(statement).toMatchObject({ kind: 3, parentSpanId: edge.spanId, name: "SELECT" });
    expect(statement.attributes["db.query.text"]).toMatch(/from "promptr"\."prompts"/);
    expect(JSON.stringify(collector.spans)).not.toMatch(new RegExp(`${words}|${id}|${user.email}|${user.accessToken}`));
    const sent = collector.requests.at(-1)!;
    expect(sent).toMatchObject({
      path: "/v1/traces",
      headers: { "x-team": "prompts,one", authorization: "Basic c2VjcmV0" },
    });
  });

  test("a call of a model is a span, and the provider is told it as its parent", async () => {
    const traceId = newTrace();
    scene.fake.reply(repair());
    await user.post("/enrichment/enhance", { text: `${TASK} ${traceId}` }, { traceparent: parentOf(traceId) });
    const told = String(scene.fake.requests.at(-1)?.headers["traceparent"]).split("-");
    const call = await until(async () => collector.spans.find(({ spanId }) => spanId === told[2]), 20_000);
    expect(call.traceId).toBe(traceId);
    expect(call.name).toMatch(/^chat /);
    expect(call.attributes).toMatchObject({ "gen_ai.operation.name": "chat" });
  });

  test("a job is a span below the request that asked for it", async () => {
    const traceId = newTrace();
    const account = { email: `a-${traceId}@example.com`, password: "correct horse battery", fullName: "Ada" };
    await scene.world.anyone.post("/auth/register", account, { traceparent: parentOf(traceId) });
    const job = await until(
      async () => collector.spans.find((span) => span.traceId === traceId && span.name === "process mail.send"),
      20_000,
    );
    const edge = collector.spans.find((span) => span.traceId === traceId && span.kind === 2)!;
    expect(job.kind).toBe(5);
    const parents = new Set(collector.spans.filter((span) => span.traceId === traceId).map(({ spanId }) => spanId));
    expect(parents).toContain(job.parentSpanId);
    expect(edge.name).toBe("POST /api/v1/auth/register");
    expect(job.attributes).toMatchObject({ "promptr.job.outcome": "completed", "promptr.job.attempt": 1 });
  });

  test("a webhook is called as part of the trace of the request it tells of", async () => {
    await using receiver = await openReceiver();
    await makeWebhook(user, receiver.url);
    const traceId = newTrace();
    const prompt = { title: "Explain", task: "Explain the paper." };
    expect((await user.post("/prompts", prompt, { traceparent: parentOf(traceId) })).status).toBe(201);
    scene.world.clock.now = new Date(Date.now() + 60_000);
    const heard = await until(async () => receiver.heard[0], 20_000);
    expect(String(heard.headers["traceparent"]).slice(3, 35)).toBe(traceId);
  });

  test("a failing request is marked as one, and a trace its caller does not record is not recorded here", async () => {
    const [failing, quiet] = [newTrace(), newTrace()];
    scene.fake.fault({ kind: "status", status: 401 });
    await user.post("/enrichment/enhance", { text: `${TASK} ${failing}` }, { traceparent: parentOf(failing) });
    scene.reset();
    await user.get("/prompts", { traceparent: parentOf(quiet, "00") });
    const edge = await until(
      async () => collector.spans.find((span) => span.traceId === failing && span.kind === 2),
      20_000,
    );
    expect(edge.status).toMatchObject({ code: 2 });
    expect(await lineOf(scene.world, quiet, "HTTP Request")).toBeDefined();
    expect(collector.spans.filter((span) => span.traceId === quiet)).toEqual([]);
  });

  test("spans that no collector takes cost no request anything, and are told of in the log", async () => {
    await using away = await startCollector();
    away.answer(400);
    await using world = await createWorld({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: away.url } });
    expect((await world.anyone.raw("/livez")).status).toBe(200);
    await until(
      async () => world.logged().some(({ message }) => String(message).startsWith("The collector did not")),
      20_000,
    );
    expect((await world.anyone.raw("/livez")).status).toBe(200);
  });
});
