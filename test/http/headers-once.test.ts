import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMPARED } from "../document/hearing.ts";
import { createWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => void (world = await createWorld({ env: { CORS_ORIGINS: "https://app.example.com" } })));
afterAll(() => world[Symbol.asyncDispose]());

const ask = async (path: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> => {
  const [answer] = (await once(get(world.url + path, { headers: { [COMPARED]: "", ...headers } }), "response")) as [
    IncomingMessage,
  ];
  answer.destroy();
  return answer;
};

const named = ({ rawHeaders }: IncomingMessage): string[] =>
  rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());

test("every kind of answer says each header once, the request's id and the security headers among them", async () => {
  const ada = await world.user();
  const authorization = `Bearer ${ada.accessToken}`;
  const made = await ada.post("/prompts", { title: "One", task: "Sum up {{text}}. ".repeat(100) });
  const { id } = made.body as { id: string };
  const path = `/api/v1/prompts/${id}`;
  const etag = made.headers.get("etag") ?? "";
  const gzip = { authorization, "accept-encoding": "gzip" };
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
    [path, { authorization }, 200],
    [path, gzip, 200],
    [path, { ...gzip, origin: "https://app.example.com" }, 200],
    [path, { authorization, "if-none-match": etag }, 304],
    [path, { ...gzip, origin: "https://app.example.com", "if-none-match": etag }, 304],
    ["/api/v1/prompts?limit=1", gzip, 200],
    ["/api/v1/prompts/public", { "accept-encoding": "gzip" }, 200],
    ["/api/v1/prompts/nothing", { authorization }, 400],
    ["/api/v1/prompts", {}, 401],
    ["/nowhere", {}, 404],
    ["/nowhere", { accept: "text/html" }, 404],
    ["/", { accept: "text/html" }, 200],
    ["/docs/errors", { accept: "text/html", origin: "https://app.example.com" }, 200],
    ["/docs/errors", { accept: "application/json" }, 200],
    ["/api-docs", { accept: "text/html" }, 200],
    ["/api/v1/openapi.json", { "accept-encoding": "gzip" }, 200],
    ["/.well-known/jwks.json", {}, 200],
    ["/health", {}, 200],
    ["/api/v1/prompts/events", { authorization, accept: "text/event-stream" }, 200],
  ];
  for (const [address, headers, status] of cases) {
    const answer = await ask(address, headers);
    const names = named(answer);
    const told = `${address} ${JSON.stringify(headers)}`;
    expect([told, answer.statusCode]).toEqual([told, status]);
    expect([told, names.filter((name, at) => names.indexOf(name) !== at)]).toEqual([told, []]);
    expect(names).toEqual(
      expect.arrayContaining(["x-request-id", "content-security-policy", "x-content-type-options"]),
    );
    expect([told, answer.headers.vary]).toEqual([told, expect.stringMatching(/Origin/i)]);
  }
});

test("an answer that depends on the encoding says so beside the origin, whoever asks", async () => {
  const ada = await world.user();
  const authorization = `Bearer ${ada.accessToken}`;
  for (const origin of [{}, { origin: "https://app.example.com" }, { origin: "https://other.example.com" }]) {
    const { headers } = await ask("/api/v1/prompts?limit=1", { authorization, ...origin });
    expect(headers.vary?.split(", ").toSorted()).toEqual(["Accept-Encoding", "Origin"]);
  }
});

test("a page that programs may read as JSON says that it depends on what is accepted, and from where", async () => {
  for (const origin of [{}, { origin: "https://app.example.com" }]) {
    const { headers } = await ask("/docs/errors", { accept: "text/html", ...origin });
    expect(headers.vary?.split(", ")).toEqual(expect.arrayContaining(["Accept", "Origin"]));
  }
});
