import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Answered } from "../caller.ts";
import { createWorld, type User, type World } from "../world.ts";

let world: World;
let ada: User;
let kept: Record<string, unknown>;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
  kept = (await ada.post("/prompts", GOOD)).body;
});
afterAll(() => world[Symbol.asyncDispose]());

const GOOD = { title: "Kept", task: "Explain {{topic}} to a child." };
const GOOD_JSON = JSON.stringify(GOOD).slice(1, -1);
const headers = { "content-type": "application/json" };
const send = (method: string, path: string, body: string): Promise<Answered> =>
  ada.raw(`/api/v1${path}`, { method, headers, body });
/** The same text as a new prompt and as a change of one. */
const both = async (body: string): Promise<[string, Answered][]> => [
  ["POST", await send("POST", "/prompts", body)],
  ["PUT", await send("PUT", `/prompts/${String(kept["id"])}`, body)],
];
const placesOf = ({ body }: Answered): string[] => body.errors.map(({ path }: { path: string }) => path);
async function expectNothingStored(): Promise<void> {
  expect((await ada.get(`/prompts/${String(kept["id"])}`)).body).toEqual(kept);
  expect((await ada.get("/prompts?include=total")).body.pagination.total).toBe(1);
  expect(Object.keys(Object.prototype)).toEqual([]);
  for (const name of ["isPublic", "isAdmin", "role"]) expect(Reflect.get({}, name)).toBeUndefined();
}

/** What a body holds beside a good title and task, and the place its fault is told at. */
const REFUSED: [what: string, member: string, place: string][] = [
  ["a field nobody knows", '"isAdmin":true', "body.isAdmin"],
  ["an owner", '"userId":"0199f0a2-7c1e-7000-8000-000000000000"', "body.userId"],
  ["constructor.prototype", '"constructor":{"prototype":{"isAdmin":true}}', "body.constructor"],
  ["10,000 tags", `"tags":${JSON.stringify(Array.from({ length: 10_000 }, (_, index) => `t${index}`))}`, "body.tags"],
  ["21 tags", `"tags":${JSON.stringify(Array.from({ length: 21 }, (_, index) => `t${index}`))}`, "body.tags"],
  ["a tag of 51 characters", `"tags":["${"x".repeat(51)}"]`, "body.tags.0"],
  ["33 levels", `"context":${'{"a":'.repeat(33)}1${"}".repeat(33)}`, `body.context${".a".repeat(31)}`],
  ["50,000 levels", `"context":${"[".repeat(50_000)}${"]".repeat(50_000)}`, `body.context${".0".repeat(31)}`],
  ["NUL", '"role":"a\\u0000b"', "body.role"],
  ["a lone surrogate", '"role":"\\udc00"', "body.role"],
  ["a name twice", '"isPublic":false,"isPublic":true', "body.isPublic"],
  ["a name twice, once in other signs", '"isPublic":false,"\\u0069sPublic":true', "body.isPublic"],
  ["a name twice, deep inside", '"variables":[{"name":"a"},{"name":"b","name":"c"}]', "body.variables.1.name"],
];

test.each(REFUSED)(
  "case 14: %s is refused with its place, and nothing of it is stored",
  async (_what, member, place) => {
    for (const [method, answer] of await both(`{${GOOD_JSON},${member}}`)) {
      expect([method, answer.status, answer.body.code]).toEqual([method, 400, "invalid_input"]);
      expect(placesOf(answer)).toContain(place);
    }
    await expectNothingStored();
  },
);

test("case 14: a name given twice is told together with every other fault of the body", async () => {
  for (const [method, answer] of await both('{"title":"a","title":"b","task":"","colour":"red","colour":"blue"}')) {
    const expected = ["body.colour", "body.colour", "body.task", "body.title"];
    expect([method, ...placesOf(answer).toSorted((a, b) => a.localeCompare(b))]).toEqual([method, ...expected]);
  }
  await expectNothingStored();
});

test("case 14: a body that reaches for `__proto__` is refused, at the top and inside", async () => {
  const top = `{${GOOD_JSON},"__proto__":{"isPublic":true,"isAdmin":true}}`;
  const inside = `{${GOOD_JSON},"variables":[{"name":"a","__proto__":{"isAdmin":true}}]}`;
  for (const body of [top, inside])
    for (const [method, { status }] of await both(body)) expect([method, status]).toEqual([method, 400]);
  await expectNothingStored();
});

/** Over one connection, one after the other; the status, and whether the connection had carried another request. */
function onOneConnection(agent: Agent, method: string, body?: string): Promise<[status: number, reused: boolean]> {
  return new Promise((resolve, reject) => {
    const piecewise = body === undefined ? {} : { ...headers, "transfer-encoding": "chunked" };
    const outgoing = request(`${world.url}/api/v1/prompts`, {
      method,
      agent,
      headers: { authorization: `Bearer ${ada.accessToken}`, ...piecewise },
    });
    outgoing.once("error", reject);
    outgoing.once("response", (answer) => {
      answer.resume().once("end", () => resolve([answer.statusCode ?? 0, outgoing.reusedSocket]));
    });
    outgoing.end(body);
  });
}

const MEGABYTE = JSON.stringify({ ...GOOD, task: "x".repeat(1_000_000) });
test("case 14: a task of a megabyte is 413", async () => {
  for (const [method, answer] of await both(MEGABYTE))
    expect([method, answer.status, answer.body.code]).toEqual([method, 413, "body_too_large"]);
  await expectNothingStored();
});

test("case 14: sent in pieces it is 413 as well, and the connection it came on serves the next request", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  expect(await onOneConnection(agent, "POST", MEGABYTE)).toEqual([413, false]);
  expect(await onOneConnection(agent, "GET")).toEqual([200, true]);
  await expectNothingStored();
});

test("case 14: a body of exactly 256 KB is read, one byte more is not", async () => {
  const sized = (bytes: number) => JSON.stringify({ padding: "x".repeat(bytes - '{"padding":""}'.length) });
  for (const [bytes, status] of [
    [256 * 1024, 400], // it is read, and its field is unknown
    [256 * 1024 + 1, 413],
  ] as const) {
    const body = sized(bytes);
    expect(Buffer.byteLength(body)).toBe(bytes);
    expect([bytes, (await send("POST", "/prompts", body)).status]).toEqual([bytes, status]);
  }
});

test("case 14: the largest of what is allowed is stored: 20 tags of 50 characters", async () => {
  const eve = await world.user();
  const tags = Array.from({ length: 20 }, (_, index) => `${index}`.padStart(50, "x"));
  const { status, body } = await eve.post("/prompts", { ...GOOD, tags });
  expect([status, body.tags]).toEqual([201, tags]);
});
