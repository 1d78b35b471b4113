import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ports } from "../../../src/contract/ports.ts";
import { createWorld, type World } from "../../world.ts";
import { share, submit, TASK, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const PASSWORD = "öffne dich ﬁx"; // the ligature becomes "fi": what is typed on another keyboard is the same password
const limits = (sharePassword: number, sharePasswordPerLink: number) => ({
  anonymous: { requests: 100_000 },
  sharePassword,
  sharePasswordPerLink,
});

test("a protected link asks for its password, refuses a wrong one and opens with the right one", async () => {
  const { json, token } = await share(world, { password: PASSWORD });
  const open = (headers: Record<string, string>) => world.anyone.get(json, headers);
  for (const headers of [{}, { "x-share-password": "" }]) {
    const asked = await open(headers);
    expect([asked.status, asked.body.code]).toEqual([401, "share_password_required"]);
    expect(asked.headers.get("www-authenticate")).toBe('SharePassword realm="promptr"');
  }
  const wrong = await open({ "x-share-password": "open" });
  expect([wrong.status, wrong.body.code]).toEqual([401, "share_password_wrong"]);
  for (const { text } of [wrong, await open({})]) expect(text).not.toMatch(/Explain|Ada/);
  expect(await viewsOf(world, { token })).toBe(0);
  expect((await open({ "x-share-password": "\u00f6ffne dich fix" })).status).toBe(200); // fetch sends latin1
  const utf8 = Buffer.from("\u00f6ffne dich fix", "utf8").toString("latin1"); // what curl sends
  expect((await open({ "x-share-password": utf8 })).body.task).toBe(TASK);
  expect(await viewsOf(world, { token })).toBe(2);
});

test("the page asks for the password with a form, says when it is wrong, and shows the prompt for the right one", async () => {
  const { page } = await share(world, { password: PASSWORD, maxViews: 1 });
  for (const asked of [await world.anyone.raw(page), await submit(world, page), await submit(world, page, "")]) {
    expect(asked.status).toBe(401);
    expect(asked.text).toContain(`<form method="post" action="${page}">`);
    expect(asked.text).not.toContain('role="alert"');
  }
  const wrong = await submit(world, page, "x".repeat(4_000));
  expect([wrong.status, wrong.text.includes('role="alert"')]).toEqual([401, true]);
  expect(wrong.text).not.toMatch(/Explain|Ada/);
  const opened = await submit(world, page, PASSWORD);
  expect([opened.status, opened.text.includes(TASK)]).toEqual([200, true]);
  expect(opened.headers.get("set-cookie")).toBeNull();
  expect((await submit(world, page, PASSWORD)).status).toBe(410);
});

test("the password of an open link is not looked at", async () => {
  const { json } = await share(world);
  for (let turn = 0; turn < 12; turn += 1)
    expect((await world.anyone.get(json, { "x-share-password": "whatever" })).status).toBe(200);
});

test("an address that has guessed too often is told when to come back, and the right password does not help it then", async () => {
  await using strict = await createWorld({ limits: limits(2, 100), env: { TRUST_PROXY: "Client-IP" } });
  const { json, page } = await share(strict, { password: PASSWORD });
  const guess = (ip: string, password: string) =>
    strict.anyone.get(json, { "x-share-password": encodeURIComponent(password), "client-ip": ip });
  expect((await guess("192.0.2.1", "a")).status).toBe(401);
  expect((await guess("192.0.2.1", "b")).status).toBe(401);
  const limited = await guess("192.0.2.1", "c");
  expect([limited.status, limited.body.code]).toEqual([429, "rate_limited"]);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(3_500);
  const busy = await strict.anyone.raw(page, { headers: { "x-share-password": "d", "client-ip": "192.0.2.1" } });
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, expect.stringMatching(/^3[56]\d\d$/)]);
  expect(busy.text).toContain("Please wait 60 minutes");
  expect((await guess("192.0.2.2", "a")).status).toBe(401);
  expect((await strict.anyone.get(json, { "client-ip": "192.0.2.1" })).body.code).toBe("share_password_required");
});

test("however many addresses guess, and with whatever method, a link computes only so many passwords an hour", async () => {
  let computed = 0;
  const spy = (ports: Ports): Ports => ({
    ...ports,
    passwords: {
      ...ports.passwords,
      verify: (stored, password) => {
        computed += 1;
        return ports.passwords.verify(stored, password);
      },
    },
  });
  await using strict = await createWorld({ limits: limits(3, 8), env: { TRUST_PROXY: "Client-IP" }, ports: spy });
  const { json, page } = await share(strict, { password: PASSWORD });
  const guess = (turn: number) => {
    const headers = { "x-share-password": `guess ${turn}`, "client-ip": `192.0.2.${turn % 20}` };
    const path = turn % 2 === 0 ? `/api/v1${json}` : page;
    return strict.anyone.raw(path, { method: turn % 3 === 0 ? "HEAD" : "GET", headers });
  };
  const replies = await Promise.all(Array.from({ length: 60 }, (_, turn) => guess(turn)));
  expect(replies.filter(({ status }) => status === 401)).toHaveLength(8);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(52);
  expect(computed).toBe(8);
});

test.each([
  ["another password", { password: "another one" }, 401],
  ["none, and no views", { password: null, maxViews: 1 }, 410],
])("a password that was being looked at when the owner set %s opens nothing", async (_what, change, status) => {
  let meanwhile = async (): Promise<unknown> => undefined;
  const slow = (ports: Ports): Ports => ({
    ...ports,
    passwords: {
      ...ports.passwords,
      verify: async (stored, password) => {
        const isRight = await ports.passwords.verify(stored, password);
        await meanwhile();
        return isRight;
      },
    },
  });
  await using busy = await createWorld({ ports: slow });
  const { owner, token, json, page } = await share(busy, { password: PASSWORD });
  if (status === 410) expect((await submit(busy, page, PASSWORD)).status).toBe(200);
  const views = await viewsOf(busy, { token });
  meanwhile = () => owner.put(json, change);
  const late = await submit(busy, page, PASSWORD);
  expect([late.status, late.text.includes(TASK)]).toEqual([status, false]);
  expect(await viewsOf(busy, { token })).toBe(views);
});
