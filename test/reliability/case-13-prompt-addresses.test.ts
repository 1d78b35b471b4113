import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answered, Caller } from "../caller.ts";
import { createWorld, type User, type World } from "../world.ts";

let world: World;
let ada: User;
let eve: User;
let hers: string;
beforeAll(async () => {
  world = await createWorld();
  [ada, eve] = [await world.user(), await world.user()];
  hers = (await ada.post("/prompts", { title: "Ada's", task: "secret-zebra" })).body.id;
});
afterAll(() => world[Symbol.asyncDispose]());

/** The three ways of case 13 to one address. */
const threeWays = (who: Caller, id: string, headers: Record<string, string> = {}): Promise<Answered[]> =>
  Promise.all([
    who.get(`/prompts/${id}`, headers),
    who.put(`/prompts/${id}`, { title: "Mine now" }, headers),
    who.delete(`/prompts/${id}`, undefined, headers),
  ]);
const statuses = (answers: readonly Answered[]): number[] => answers.map(({ status }) => status);

test("case 13: another's prompt is 404 by every method, with any spelling of its id and with its ETag, and stays as it is", async () => {
  const { body: before, headers } = await ada.get(`/prompts/${hers}`);
  const etag = headers.get("etag")!;
  for (const id of [hers, hers.toUpperCase()])
    for (const conditions of [{}, { "if-match": etag }, { "if-match": "*" }, { "if-none-match": etag }]) {
      const answers = await threeWays(eve, id, conditions);
      expect(statuses(answers)).toEqual([404, 404, 404]);
      for (const { text } of answers) expect(text).not.toContain("zebra");
    }
  expect((await ada.get(`/prompts/${hers}`)).body).toEqual(before);
});

test("case 13: an id that was guessed from the time (UUID version 1) is one that is not there", async () => {
  expect(statuses(await threeWays(eve, "5c7b1d0e-7b1a-11ee-b962-0242ac120002"))).toEqual([404, 404, 404]);
});

test("case 13: `public`, `categories` and `starred` stay words of the address, whoever asks", async () => {
  for (const word of ["public", "categories", "starred"]) {
    expect([word, (await eve.get(`/prompts/${word}`)).body.data]).toEqual([word, expect.any(Array)]);
    const [, changed, deleted] = await threeWays(eve, word);
    // Under these methods there is only the address with an id, which a word is not.
    for (const { status, body } of [changed!, deleted!])
      expect([word, status, body.errors[0].path]).toEqual([word, 400, "params.id"]);
  }
  expect((await world.anyone.get("/prompts/public")).status).toBe(200);
});

/** What a client that does not tidy up addresses sends; the status of the answer, 0 when the connection was cut. */
const sendRaw = (target: string): Promise<number> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(world.url).port), "127.0.0.1");
    let text = "";
    socket.setEncoding("latin1").on("data", (piece: string) => void (text += piece));
    socket.once("error", () => undefined); // closed below: the server need not hear the end of a senseless address
    socket.once("close", () => resolve(Number(/^HTTP\/1.1 (\d+) /.exec(text)?.[1] ?? 0)));
    const authorization = `Authorization: Bearer ${eve.accessToken}`;
    socket.write(`GET ${target} HTTP/1.1\r\nHost: promptr.test\r\n${authorization}\r\nConnection: close\r\n\r\n`);
  });

test("case 13: an address with dots leads nowhere else, a NUL and what is no UTF-8 are refused", async () => {
  for (const [path, status] of [
    ["../prompts/public", 404],
    ["../../api/v1/prompts/public", 404],
    [`x/../${hers}`, 404],
    ["..", 400], // read as an id
    [`..;/${hers}`, 404],
  ] as const)
    expect([path, await sendRaw(`/api/v1/prompts/${path}`)]).toEqual([path, status]);
  for (const id of ["%00", `${hers}%00`, "..%2fpublic", "%27%20or%20true%20--", `${hers}%20`])
    expect([id, ...statuses(await threeWays(eve, id))]).toEqual([id, 400, 400, 400]);
  for (const id of ["%ff", "%", "%zz", `${hers}%c0%af`])
    expect([id, ...statuses(await threeWays(eve, id))]).toEqual([id, 404, 404, 404]);
});

test("case 13: an id of a million characters is refused before anybody reads it, one of ten thousand as no id", async () => {
  expect(await sendRaw(`/api/v1/prompts/${"x".repeat(1_000_000)}`)).toBeOneOf([431, 0]);
  expect(statuses(await threeWays(eve, "x".repeat(10_000)))).toEqual([400, 400, 400]);
});

test("case 13: what is no UUID is refused without asking the database", async () => {
  await using other = await createWorld();
  const reader = await other.user();
  expect((await reader.get(`/prompts/${hers}`)).status).toBe(404);
  await other.sql("alter table promptr.prompts rename to prompts_out_of_reach");
  // Whoever asks for prompts now meets a bug, which shows that the others did not ask.
  expect((await reader.get(`/prompts/${hers}`)).status).toBe(500);
  for (const id of ["1", "not-an-id", "%00", `${hers}0`, hers.slice(1), `{${hers}}`, `urn:uuid:${hers}`])
    expect([id, ...statuses(await threeWays(reader, id))]).toEqual([id, 400, 400, 400]);
});
