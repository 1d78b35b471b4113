import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { noBrowser, openBrowser, type Visit } from "../../pages/browser.ts";
import { linkFor, limitsBut, register } from "./answers.ts";

const NEW = "a-better-one";
/** Where pictures of the pages go, for whoever wants to look at them. */
const PICTURES = process.env["PROMPTR_PICTURES"];
let world: World;
beforeAll(async () => {
  world = await createWorld({
    env: { ADMIN_EMAILS: "boss@example.com,chief@example.com" },
    limits: limitsBut({}),
    production: true,
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const PASSWORD = "zhqwmvtr-1";
const form = (path: string, body = "") =>
  world.anyone.raw(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });
const confirmedAt = async (userId: string) =>
  (await world.sql("select email_verified_at from promptr.profiles where id = $1", [userId]))[0]!["email_verified_at"];

test("opening a confirmation link changes nothing, however often; its button confirms the address", async () => {
  const ada = await register(world, { password: PASSWORD });
  const path = `/verify-email/${await linkFor(world, "email_verifications", ada.userId)}`;
  for (const method of ["GET", "HEAD", "GET"]) expect((await world.anyone.raw(path, { method })).status).toBe(200);
  expect(await confirmedAt(ada.userId)).toBeNull();
  expect((await form(path)).status).toBe(200);
  expect(await confirmedAt(ada.userId)).toBeInstanceOf(Date);
  const again = await form(path);
  expect([again.status, again.text.includes("does not work any more")]).toEqual([400, true]);
});

test("the page asks for the password where the address is listed for administrators, and nowhere else", async () => {
  const [ada, boss] = [
    await register(world, { password: PASSWORD }),
    await register(world, { email: "boss@example.com", password: PASSWORD }),
  ];
  const ordinary = await world.anyone.raw(`/verify-email/${await linkFor(world, "email_verifications", ada.userId)}`);
  expect(ordinary.text).not.toContain("<input");
  const path = `/verify-email/${await linkFor(world, "email_verifications", boss.userId)}`;
  const opened = await world.anyone.raw(path);
  expect(opened.text).toMatch(/type="password"\s+autocomplete="current-password"/);
  for (const [body, status, words] of [
    ["", 400, "Please type your password."],
    ["password=", 400, "Please type your password."],
    ["password=somebody-elses", 403, "That is not the password of this account."],
    [`password=${"x".repeat(129)}`, 403, "That is not the password of this account."],
  ] as const) {
    const refused = await form(path, body);
    expect([refused.status, refused.text.includes(words), refused.text.includes("<input")]).toEqual([
      status,
      true,
      true,
    ]);
  }
  expect(await confirmedAt(boss.userId)).toBeNull();
  expect((await form(path, `password=${PASSWORD}`)).status).toBe(200);
  expect(await confirmedAt(boss.userId)).toBeInstanceOf(Date);
  expect(await world.sql("select role from promptr.profiles where id = $1", [boss.userId])).toEqual([
    { role: "admin" },
  ]);
});

test("opening a reset link changes nothing; its form sets the password and ends the sessions", async () => {
  const ada = await register(world, { password: PASSWORD });
  const path = `/reset-password/${await linkFor(world, "password_resets", ada.userId)}`;
  for (const method of ["GET", "HEAD", "GET"]) expect((await world.anyone.raw(path, { method })).status).toBe(200);
  expect((await ada.get("/auth/sessions")).status).toBe(200);
  for (const [body, words] of [
    ["", "must have 1 to 128 characters"],
    [`password=${"x".repeat(129)}`, "must have 1 to 128 characters"],
    ["password=password1", "is one of the passwords everybody tries first"],
  ] as const) {
    const refused = await form(path, body);
    expect([refused.status, refused.text.includes(words)]).toEqual([422, true]);
  }
  const done = await form(path, `password=${encodeURIComponent(NEW)}`);
  expect([done.status, done.text.includes("Your password is changed")]).toEqual([200, true]);
  expect((await ada.get("/auth/sessions")).status).toBe(401);
  expect((await world.anyone.post("/auth/login", { email: ada.email, password: NEW })).status).toBe(200);
  for (const dead of [await form(path, "password=another-one-1"), await world.anyone.raw(path)])
    expect([dead.status, dead.text.includes("does not work any more")]).toEqual([400, true]);
});

test("a page is kept by nobody, tells its address to nobody and runs no script", async () => {
  const { userId } = await world.user();
  const token = await linkFor(world, "password_resets", userId);
  for (const path of [`/reset-password/${token}`, `/verify-email/${token}`]) {
    const { headers, text } = await world.anyone.raw(path);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*form-action 'self'/);
    expect(headers.get("content-security-policy")).not.toContain("script-src");
    expect(text).not.toMatch(/<script|<img|<link rel="(?!icon)/);
    expect(text).not.toContain(token);
  }
  expect(JSON.stringify(world.logged())).not.toContain(token);
});

test("guessing links by page is limited as well, and says so on a page", async () => {
  await using strict = await createWorld({ limits: limitsBut({ mailedLink: 2 }) });
  const open = () => strict.anyone.raw(`/reset-password/${"x".repeat(43)}`);
  expect([(await open()).status, (await open()).status]).toEqual([400, 400]);
  const stopped = await open();
  expect([stopped.status, stopped.text.includes("Too many attempts")]).toEqual([429, true]);
  expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
});

describe.skipIf(noBrowser)(`in Chromium${noBrowser ? ` (skipped: ${noBrowser})` : ""}`, () => {
  const picture = async ({ page }: Visit, name: string): Promise<void> => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  };
  /** Chromium reports every 4xx it shows as a failed resource; that is the page doing its work. */
  const real = (complaints: string[]) => complaints.filter((text) => !/status of 4(00|22)/.test(text));

  test.each(["light", "dark"] as const)(
    "a person resets a password and confirms an address, without JavaScript, %s",
    async (scheme) => {
      const ada = await register(world, { password: PASSWORD });
      await using visit = await openBrowser({
        colorScheme: scheme,
        javaScriptEnabled: false,
        viewport: scheme === "dark" ? { width: 375, height: 700 } : { width: 1_000, height: 700 },
      });
      const { page, hosts, complaints } = visit;
      await page.goto(`${world.url}/reset-password/${await linkFor(world, "password_resets", ada.userId)}`);
      const field = page.getByLabel("New password");
      expect(await field.getAttribute("autocomplete")).toBe("new-password");
      await picture(visit, `${scheme}-1-reset`);
      await field.fill("password1");
      await page.getByRole("button", { name: "Change my password" }).click();
      expect(await page.getByRole("alert").textContent()).toContain("everybody tries first");
      expect(await field.getAttribute("aria-describedby")).toBe("fault");
      await picture(visit, `${scheme}-2-weak`);
      await field.fill(NEW);
      await field.press("Enter");
      await page.getByRole("heading", { name: "Your password is changed" }).waitFor();
      await picture(visit, `${scheme}-3-changed`);
      await page.goto(`${world.url}/verify-email/${await linkFor(world, "email_verifications", ada.userId)}`);
      await picture(visit, `${scheme}-4-confirm`);
      await page.getByRole("button", { name: "Confirm my address" }).click();
      await page.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
      await picture(visit, `${scheme}-5-confirmed`);
      await page.reload();
      await page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
      await picture(visit, `${scheme}-6-dead`);
      expect([...hosts]).toEqual([new URL(world.url).host]);
      expect(real(complaints)).toEqual([]);
      expect((await world.anyone.post("/auth/login", { email: ada.email, password: NEW })).status).toBe(200);
      expect(await confirmedAt(ada.userId)).toBeInstanceOf(Date);
    },
  );
});
