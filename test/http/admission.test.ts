import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Failure } from "../../src/errors.ts";
import { Admission } from "../../src/http/admission.ts";
import { createWorld, until } from "../world.ts";

function admission(waits = { now: 0 }) {
  const made = new Admission(() => waits.now);
  onTestFinished(() => made.close());
  return made;
}
/** Work that ends when told. */
function held() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended, end };
}
const OVERLOADED = { code: "overloaded", retryAfterSeconds: 1 };

test("while the database keeps up, up to a thousand requests are at work at once; the next is told to come back in a second", async () => {
  const { work, end } = held();
  const door = admission();
  const running = Array.from({ length: 1_000 }, () => door.run(work));
  let begun = false;
  await expect(door.run(async () => void (begun = true))).rejects.toMatchObject(OVERLOADED);
  expect(begun).toBe(false);
  end();
  await Promise.all(running);
  expect(await door.run(async () => "served")).toBe("served");
});

test("when the database falls behind, two hundred go on and the rest is turned away at once; when it has caught up all are taken", async () => {
  const { work, end } = held();
  const waits = { now: 101 };
  const door = admission(waits);
  const running = Array.from({ length: 200 }, () => door.run(work));
  await expect(door.run(work)).rejects.toBeInstanceOf(Failure);
  waits.now = 100;
  running.push(door.run(work));
  end();
  await Promise.all(running);
  expect(door.atOnce).toBe(0);
});

test("a process whose timers come late for long is behind, and not after a moment's work", async () => {
  const door = admission();
  const block = (ms: number): void => {
    for (const end = performance.now() + ms; performance.now() < end;);
  };
  await pause(50);
  block(60);
  await pause(1);
  expect(door.isBehind).toBe(false);
  await until(async () => (block(300), await pause(1), door.isBehind));
  await until(async () => !door.isBehind);
});

test("work that fails makes room as well", async () => {
  const door = admission();
  await expect(door.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(door.atOnce).toBe(0);
});

test("behind a database that stands still, who is turned away gets 503 and Retry-After, probes are answered, and all is well afterwards", async () => {
  await using world = await createWorld({ limits: { free: { requests: 10_000 } } });
  const ada = await world.user();
  const read = () => ada.get("/prompts?limit=1");
  await read();
  const stands = world.sql("begin; lock table promptr.prompts; select pg_sleep(2); commit");
  const held = `select 1 from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = current_database() and relation = 'promptr.prompts'::regclass and mode = 'AccessExclusiveLock' and granted`;
  await until(async () => (await world.sql(held)).length > 0);
  const answers = Array.from({ length: 350 }, read);
  for (const path of ["/livez", "/readyz"]) expect((await world.anyone.raw(path)).status).toBe(200);
  const refused = (await Promise.all(answers)).filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const { status, body, headers } of refused) {
    expect([status, body.code]).toEqual([503, "overloaded"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  }
  await stands;
  expect((await read()).status).toBe(200);
});

test("what is refused at the door is refused as by its route: status, headers, body and log line; probes pass", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const { work, end } = held();
  const running = Array.from({ length: 1_000 }, () => world.app.admission.run(work));
  const path = "/prompts?search=secret+words";
  const id = { "x-request-id": "given-by-caller" };
  const short = await ada.get(path, id);
  const long = await ada.get(path, { ...id, origin: "https://elsewhere.example" }); // CORS is the route's business
  expect([short.status, short.body]).toEqual([503, long.body]);
  expect(short.body).toMatchObject({ code: "overloaded", instance: "/api/v1/prompts", requestId: "given-by-caller" });
  const said = ({ headers }: typeof short) => Object.fromEntries([...headers].filter(([name]) => name !== "date"));
  expect(said(short)).toEqual(said(long));
  const lines = world.logged().filter(({ requestId }) => requestId === "given-by-caller");
  const line = { statusCode: 503, method: "GET", url: "/api/v1/prompts?search=[redacted]" };
  expect(lines).toMatchObject([line, line]);
  for (const probe of ["/livez", "/readyz", "/health"]) expect((await world.anyone.raw(probe)).status).toBe(200);
  end();
  await Promise.all(running);
  expect((await ada.get(path)).status).toBe(200);
});
