import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../../src/app/document.ts";
import { loggedUrl, redactUrl } from "../../src/http/logged-url.ts";
import { createWorld, type World } from "../world.ts";

let shared: World;
beforeAll(async () => void (shared = await createWorld()));
afterAll(() => shared[Symbol.asyncDispose]());

const register = { email: "ada@example.com", password: "test123", fullName: "Ada" };

describe("every answer", () => {
  test("carries a request id, which is the caller's when it is well-formed", async () => {
    const world = shared;
    const own = await world.anyone.get("/system/features");
    expect(own.headers.get("x-request-id")).toMatch(/^req_[0-9a-f-]{36}$/);
    const given = await world.anyone.get("/system/features", { "x-request-id": "abc_DEF-12345" });
    expect(given.headers.get("x-request-id")).toBe("abc_DEF-12345");
    const odd = await world.anyone.get("/system/features", { "x-request-id": "<script>alert(1)</script>" });
    expect(odd.headers.get("x-request-id")).toMatch(/^req_/);
  });

  test("carries security headers and tells what remains of the limit", async () => {
    await using world = await createWorld({ limits: { anonymous: { requests: 100 } } });
    const { headers } = await world.anyone.get("/system/features");
    expect(headers.get("content-security-policy")).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toBeNull();
    expect(headers.get("ratelimit-policy")).toBe('"requests";q=100;w=900');
    expect(headers.get("ratelimit")).toMatch(/^"requests";r=99;t=\d+$/);
    expect(headers.get("x-ratelimit-limit")).toBe("100");
    expect(headers.get("x-ratelimit-remaining")).toBe("99");
  });

  test("promises HTTPS in production", async () => {
    await using world = await createWorld({ production: true });
    const { headers } = await world.anyone.get("/system/features");
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
  });

  test("is logged without what a person called a label, which who asks is told again", () => {
    const address = "/api/v1/prompts/019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10/labels/for-ada-lovelace/history?limit=2";
    expect(loggedUrl(address)).toBe(address.replace("for-ada-lovelace", "[redacted]"));
    expect(loggedUrl(address.replace("labels/", "labels%2F"))).not.toContain("ada");
    expect(redactUrl(address)).toBe(address);
  });

  test("is logged without a token, however the address that leads to it is written", () => {
    const token = "A".repeat(43);
    for (const path of [
      `/s/${token}`,
      `/S/${token}`,
      `/%73/${token}`,
      `/%53%2F${token}`,
      `/%75nsubscribe/${token}`,
      `/s/%41${token}`,
    ])
      expect(loggedUrl(path)).not.toContain("AAAA");
    expect(loggedUrl("/api/v1/prompts/1/%6cabels/for-ada")).not.toContain("ada");
    expect(loggedUrl("/api/v1/prompts?Model=secret&limit=2")).toBe("/api/v1/prompts?Model=[redacted]&limit=2");
    expect(loggedUrl("/api/v1/prompts?model=gpt-5&limit=2")).toBe("/api/v1/prompts?model=gpt-5&limit=2");
    expect(loggedUrl("/api/v1/prompts/%E4%BD%A0")).toBe("/api/v1/prompts/%E4%BD%A0");
  });

  test("leaves one log line in the guide's form, without query secrets", async () => {
    const world = shared;
    const ada = await world.user();
    const { headers } = await ada.raw("/api/v1/system/features?token=abcdef&text=my+sk-key&limit=1");
    const line = world
      .logged()
      .find(({ message, requestId }) => message === "HTTP Request" && requestId === headers.get("x-request-id"));
    expect(Object.keys(line ?? {}).sort()).toEqual(
      [
        "level",
        "message",
        "method",
        "requestId",
        "responseTime",
        "route",
        "statusCode",
        "timestamp",
        "url",
        "userId",
      ].sort(),
    );
    expect(line).toMatchObject({
      level: "info",
      method: "GET",
      statusCode: 400,
      route: "readFeatures",
      userId: ada.userId,
    });
    expect(line?.["url"]).toBe("/api/v1/system/features?token=[redacted]&text=[redacted]&limit=1");
    expect(line?.["responseTime"]).toMatch(/^\d+ms$/);
  });
});

describe("a failure", () => {
  test("is a problem that names every fault, not the first", async () => {
    const world = shared;
    const answer = await world.anyone.post("/auth/register", { email: "nope", extra: 1 });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({
      type: "/docs/errors/invalid_input",
      status: 400,
      code: "invalid_input",
      instance: "/api/v1/auth/register",
      requestId: answer.headers.get("x-request-id"),
    });
    expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      "body.email",
      "body.extra",
      "body.fullName",
      "body.password",
    ]);
  });

  test.each([
    ["an unknown path", "GET", "/api/v1/nothing", {}, undefined, 404, "not_found"],
    ["a known path under another method", "DELETE", "/api/v1/auth/login", {}, undefined, 405, "method_not_allowed"],
    [
      "an answer nobody can make",
      "GET",
      "/api/v1/system/features",
      { accept: "image/png" },
      undefined,
      406,
      "not_acceptable",
    ],
    [
      "a body that is not JSON",
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/json" },
      "{",
      400,
      "malformed_json",
    ],
    [
      "a body in another charset",
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/json; charset=latin1" },
      "{}",
      415,
      "unsupported_media_type",
    ],
    [
      "a JSON scalar",
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/json" },
      "12",
      400,
      "malformed_json",
    ],
    [
      "a form",
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/x-www-form-urlencoded" },
      "a=b",
      415,
      "unsupported_media_type",
    ],
    [
      "a compressed body",
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/json", "content-encoding": "gzip" },
      "{}",
      415,
      "unsupported_media_type",
    ],
    [
      "a body over 256 kB",
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/json" },
      JSON.stringify({ a: "x".repeat(262_200) }),
      413,
      "body_too_large",
    ],
    [
      "a prototype key",
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/json" },
      '{"__proto__":{"admin":true}}',
      400,
      "malformed_json",
    ],
    [
      "a Basic credential",
      "GET",
      "/api/v1/prompts",
      { authorization: "Basic YTpi" },
      undefined,
      401,
      "unauthenticated",
    ],
    [
      "two credentials",
      "GET",
      "/api/v1/system/features",
      { authorization: "Bearer x", "x-api-key": "xmlp_x" },
      undefined,
      400,
      "ambiguous_credentials",
    ],
    [
      "a token that is garbage",
      "GET",
      "/api/v1/system/features",
      { authorization: "Bearer garbage" },
      undefined,
      401,
      "unauthenticated",
    ],
  ])("of %s is a problem of its own status", async (_name, method, path, headers, body, status, code) => {
    const world = shared;
    const answer = await world.anyone.raw(path, { method, headers, ...(body !== undefined && { body }) });
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    if (status === 401) expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
    if (status === 405) expect(answer.headers.get("allow")).toContain("POST");
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test.each([
    ["NUL", JSON.stringify({ ...register, fullName: "a\0b" }), "body.fullName", "nul"],
    ["a lone surrogate", '{"email":"a@b.io","password":"test123","fullName":"\\ud800"}', "body.fullName", "ill_formed"],
    ["nesting 5,000 levels deep", `{"fullName":${"[".repeat(5_000)}${"]".repeat(5_000)}}`, "body", "too_deep"],
  ])("of text Postgres would choke on (%s) names the field", async (_name, body, path, code) => {
    const world = shared;
    const answer = await world.anyone.raw("/api/v1/auth/register", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(answer.status).toBe(400);
    expect(
      answer.body.errors.some(
        (fault: { path: string; code: string }) => fault.path.startsWith(path) && fault.code === code,
      ),
    ).toBe(true);
  });

  test("that nobody expected is 500 with the request id only, and is logged with its stack", async () => {
    await using world = await createWorld({
      ports: (ports) => ({
        ...ports,
        passwords: { ...ports.passwords, hash: () => Promise.reject(new Error("the vault is on fire")) },
      }),
    });
    const answer = await world.anyone.post("/auth/register", register);
    expect([answer.status, answer.body.code]).toEqual([500, "internal"]);
    expect(answer.text).not.toContain("vault");
    const line = world
      .logged()
      .find(({ requestId, level }) => level === "error" && requestId === answer.body.requestId);
    expect(JSON.stringify(line)).toContain("the vault is on fire");
  });
});

type Operation = {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
};
const { paths } = openApiDocument() as { paths: Record<string, Record<string, Operation>> };
const operations = Object.values(paths).flatMap((methods) => Object.values(methods));

describe("CORS", () => {
  test("lets listed origins read and send every header of the document, and no others", async () => {
    await using world = await createWorld({ env: { CORS_ORIGINS: "https://app.example.com" } });
    const listed = await world.anyone.get("/system/features", { origin: "https://app.example.com" });
    expect(listed.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
    const exposed = listed.headers.get("access-control-expose-headers")?.split(",") ?? [];
    const answered = operations.flatMap(({ responses }) => Object.values(responses));
    const declared = new Set(answered.flatMap(({ headers = {} }) => Object.keys(headers)));
    expect([...declared, "Deprecation", "Sunset"].filter((name) => !exposed.includes(name))).toEqual([]);
    const other = await world.anyone.get("/system/features", { origin: "https://evil.example.com" });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const asked = await world.anyone.raw("/api/v1/auth/login", {
      method: "OPTIONS",
      headers: { origin: "https://app.example.com", "access-control-request-method": "POST" },
    });
    expect(asked.status).toBe(204);
    const taken = asked.headers.get("access-control-allow-headers")?.split(",") ?? [];
    const sent = operations.flatMap(({ parameters = [] }) => parameters).filter((one) => one.in === "header");
    expect(sent.map(({ name }) => name)).toContain("Last-Event-ID");
    expect(sent.filter(({ name }) => !taken.includes(name))).toEqual([]);
    expect(asked.headers.get("access-control-allow-methods")).toContain("POST");
  });

  test("lets a listed origin read a failure too", async () => {
    await using world = await createWorld({ env: { CORS_ORIGINS: "https://app.example.com" } });
    const refused = await world.anyone.get("/prompts", { origin: "https://app.example.com" });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([
      401,
      "https://app.example.com",
    ]);
  });
});

describe("compression", () => {
  test("shrinks what is worth it and leaves secrets alone", async () => {
    const world = shared;
    const document = await world.anyone.raw("/api-docs/assets/5.35.0/swagger-ui.min.css", {
      headers: { "accept-encoding": "gzip" },
    });
    expect([document.status, document.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    const secret = await world.anyone.post(
      "/auth/register",
      { ...register, fullName: "A".repeat(200) },
      { "accept-encoding": "gzip" },
    );
    expect([secret.status, secret.headers.get("content-encoding")]).toEqual([201, null]);
  });
});
