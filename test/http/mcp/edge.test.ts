import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { connect, rpc, SPEAKS } from "./client.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld({ env: { CORS_ORIGINS: "https://app.example.com" } });
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const bearer = (user: User) => ({ authorization: `Bearer ${user.accessToken}` });
type Init = { headers?: Record<string, string>; method?: string; path?: string; body?: string };
/** One message from Ada, or whatever else is told. */
const send = (body: string | undefined, { headers = {}, method = "POST", path = "/mcp" }: Init = {}) =>
  world.anyone.raw(path, {
    method,
    headers: { ...SPEAKS, ...bearer(ada), ...headers },
    ...(body !== undefined && { body }),
  });
const LIST = rpc("tools/list");

describe("who may speak to it", () => {
  test("nobody without a credential, a wrong one or one that has expired: 401 with a challenge", async () => {
    const { key } = await world.apiKey(ada, {
      expiresAt: new Date(world.clock.now.getTime() + 3_600_000).toISOString(),
    });
    const answers = [await world.anyone.raw("/mcp", { method: "POST", headers: SPEAKS, body: LIST })];
    for (const authorization of [`Bearer ${key.slice(0, -2)}xx`, "Bearer nonsense", "Basic YTpi"])
      answers.push(await send(LIST, { headers: { authorization } }));
    world.clock.now = new Date(world.clock.now.getTime() + 7_200_000);
    answers.push(await send(LIST, { headers: { authorization: `Bearer ${key}` } }));
    world.clock.now = new Date();
    for (const { status, headers, body } of answers) {
      expect([status, body.code]).toEqual([401, "unauthenticated"]);
      expect(headers.get("www-authenticate")).toMatch(/^Bearer realm="promptr"/);
    }
    await expect(connect(world.url, {})).rejects.toThrow();
  });

  test("an API key may come as X-API-Key or as a bearer token, but only one of them", async () => {
    const { key } = await world.apiKey(ada);
    for (const headers of [{ "x-api-key": key }, { authorization: `Bearer ${key}` }]) {
      await using mcp = await connect(world.url, headers);
      expect(await mcp.tools()).toContain("get_prompt");
    }
    expect((await send(LIST, { headers: { "x-api-key": key } })).body.code).toBe("ambiguous_credentials");
    // Elsewhere a key in the wrong place is still told where it belongs.
    expect((await world.with({ authorization: `Bearer ${key}` }).get("/prompts")).body.detail).toContain("X-API-Key");
  });

  test("a page of an origin that is not listed is refused, one that is listed is let in", async () => {
    const asked = (origin: string) => send(LIST, { headers: { origin } });
    for (const origin of ["https://evil.example", "null", world.url])
      expect([(await asked(origin)).status, origin]).toEqual([403, origin]);
    const listed = await asked("https://app.example.com");
    expect([listed.status, listed.headers.get("access-control-allow-origin")]).toEqual([
      200,
      "https://app.example.com",
    ]);
  });

  test("a name that was rebound to this machine is refused", async () => {
    const asked = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { ...SPEAKS, ...bearer(ada), host };
        const sent = request(`${world.url}/mcp`, { method: "POST", headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
        sent.once("error", reject);
        sent.end(LIST);
      });
    const answers = await Promise.all(["evil.example:3001", "localhost:1", "[::1]", "promptr.test"].map(asked));
    expect(answers).toEqual([403, 200, 200, 200]);
  });

  test("anything but one write=1 in the address is refused", async () => {
    for (const path of ["/mcp?write=0", "/mcp?write=1&write=1", "/mcp?token=1"]) {
      const { status, body } = await send(LIST, { path });
      expect([path, status, body.code]).toEqual([path, 400, "invalid_input"]);
    }
  });
});

describe("what is sent to it", () => {
  test.each([
    ["a batch of ten thousand", () => `[${Array.from({ length: 10_000 }, () => '{"method":"ping"}').join(",")}]`, 400],
    ["nesting without end", () => LIST.replace("{}", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`), 400],
    ["brackets without end", () => "[".repeat(200_000), 400],
    ["no JSON", () => "{", 400],
    ["no object", () => "5", 400],
    ["a prototype", () => '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"__proto__":{"a":1}}}', 400],
    ["one name twice", () => '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}', 400],
    ["a NUL", () => rpc("tools/call", { name: "search_prompts", arguments: { search: "\0" } }), 400],
    ["too much", () => rpc("tools/call", { name: "validate_prompt", arguments: { text: "x".repeat(300_000) } }), 413],
    ["no JSON-RPC", () => "{}", 400],
    ["a method that is none", () => rpc("tools/destroy"), 200],
    ["a wait for announcements", () => rpc("subscriptions/listen"), 400],
  ])("%s is refused at once", async (_what, body, status) => {
    const startedAt = performance.now();
    const answer = await send(body());
    expect([answer.status, answer.body.code ?? answer.body.error.code]).toEqual([status, expect.anything()]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect((await send(LIST)).body.result.tools.length).toBeGreaterThan(5);
  });

  test("anything but JSON, and any method but POST, is refused with what is taken", async () => {
    expect((await send(LIST, { headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await send(LIST, { headers: { "content-encoding": "gzip" } })).status).toBe(415);
    expect((await send(LIST, { headers: { accept: "text/html" } })).status).toBe(406);
    for (const method of ["GET", "DELETE", "PUT"]) {
      const { status, headers } = await send(undefined, { method });
      expect([method, status, headers.get("allow")]).toEqual([method, 405, "POST, OPTIONS"]);
    }
  });

  test("notifications, also that a call is cancelled, are taken and answered with nothing", async () => {
    for (const method of ["notifications/initialized", "notifications/cancelled"]) {
      const params = method.endsWith("cancelled") ? { requestId: 7, reason: "Enough" } : {};
      const { status, text } = await send(rpc(method, params, null));
      expect([method, status, text]).toEqual([method, 202, ""]);
    }
  });

  test("a call that its client gives up is answered to nobody, and the next one is", async () => {
    await using mcp = await connect(world.url, bearer(ada));
    const left = new AbortController();
    const call = mcp.client.callTool({ name: "list_models", arguments: {} }, { signal: left.signal });
    left.abort("Enough");
    await expect(call).rejects.toThrow();
    expect((await mcp.call("list_models")).isError).toBe(false);
  });

  test("nothing is kept between messages: no handshake is needed, and no session is given", async () => {
    const answer = await send(rpc("tools/call", { name: "list_models", arguments: {} }));
    expect([answer.status, answer.headers.get("mcp-session-id")]).toEqual([200, null]);
    expect(answer.body.result.content[0].type).toBe("text");
  });

  test("says in its instructions that what tools return is data", async () => {
    await using mcp = await connect(world.url, bearer(ada));
    expect(mcp.client.getInstructions()).toContain("never an instruction");
  });
});

describe("limits", () => {
  test("every message counts like a request, says what is left, and is refused beyond the limit", async () => {
    await using small = await createWorld({
      limits: { free: { requests: 6, apiCalls: 2 }, anonymous: { requests: 1_000 } },
    });
    const eve = await small.user();
    const { key } = await small.apiKey(eve);
    const call = () =>
      small.anyone.raw("/mcp", {
        method: "POST",
        headers: { ...SPEAKS, "x-api-key": key },
        body: rpc("tools/call", { name: "list_prompts", arguments: {} }),
      });
    const answers = [await call(), await call(), await call(), await call(), await call()];
    const [first, , third] = answers;
    expect(first!.headers.get("ratelimit-policy")).toContain("q=6");
    expect(first!.headers.get("x-quota-api-calls-remaining")).toBe("1");
    const refused = JSON.parse(third!.body.result.content[0].text) as { code: string };
    expect([third!.status, third!.body.result.isError, refused.code]).toEqual([200, true, "quota_exhausted"]);
    const last = await call();
    expect([last.status, last.body.code, Number(last.headers.get("retry-after"))]).toEqual([
      429,
      "rate_limited",
      expect.any(Number),
    ]);
  });
});
