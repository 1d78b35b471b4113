import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { share } from "./fixture.ts";

const CHROMIUM = "/usr/bin/chromium";
/** Where pictures of the pages go, for whoever wants to look at them. */
const PICTURES = process.env["PROMPTR_PICTURES"];
const PASSWORD = "open sesame";
const PARTS = {
  description: "For curious readers.",
  role: "You are a patient editor.",
  requirements: "Short sentences.\n  <b>No</b> jargon & no 'quotes'.",
};

const picture = async (page: Page, name: string): Promise<void> => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
};
/** Chromium reports every 401 it shows as a failed resource; that is the page doing its work. */
const real = (faults: string[]): string[] => faults.filter((fault) => !fault.includes("status of 401"));

const missing = existsSync(CHROMIUM) ? "" : ` (skipped: ${CHROMIUM} is not installed)`;
describe.skipIf(missing !== "")(`in Chromium${missing}`, () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    [world, browser] = await Promise.all([
      createWorld(),
      chromium.launch({
        executablePath: CHROMIUM,
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      }),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });

  type Visit = { page: Page; faults: string[]; hosts: Set<string>; close: () => Promise<void> };
  const visit = async (options: { javaScriptEnabled?: boolean; colorScheme?: "light" | "dark" }): Promise<Visit> => {
    const context = await browser.newContext({ ...options, permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    const faults: string[] = [];
    const hosts = new Set<string>();
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => request.url().startsWith("data:") || hosts.add(new URL(request.url()).origin));
    return { page, faults, hosts, close: () => context.close() };
  };
  const opens = async (scheme: "light" | "dark", javaScriptEnabled: boolean): Promise<void> => {
    const shared = await share(world, { password: PASSWORD, maxViews: 5 }, PARTS);
    const { page, faults, hosts, close } = await visit({ colorScheme: scheme, javaScriptEnabled });
    const name = `${scheme}-${javaScriptEnabled ? "script" : "plain"}`;
    await page.goto(world.url + shared.page);
    await picture(page, `${name}-1-form`);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Open the prompt" }).click();
    await page.getByRole("alert").waitFor();
    await picture(page, `${name}-2-wrong`);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Open the prompt" }).click();
    await page.getByRole("heading", { name: "Explain a paper" }).waitFor();
    expect(await page.locator("section pre").allTextContents()).toContain(PARTS.requirements);
    expect(await page.locator("footer").textContent()).toContain("Opened 1 of 5 times.");
    const copy = page.getByRole("button", { name: "Copy prompt" });
    expect(await copy.isVisible()).toBe(javaScriptEnabled);
    if (javaScriptEnabled) {
      await copy.click();
      await page.getByText("Copied.").waitFor();
      const { rawPrompt } = (await shared.owner.get(`/prompts/${shared.promptId}`)).body;
      expect(await page.evaluate("navigator.clipboard.readText()")).toBe(rawPrompt);
    } else {
      await page.getByText("Show as one text").click();
      expect(await page.locator("#prompt").isVisible()).toBe(true);
    }
    await picture(page, `${name}-3-prompt`);
    expect(real(faults)).toEqual([]);
    expect([...hosts]).toEqual([world.url]);
    await close();
  };

  test("a protected link opens with its password and its prompt is copied, with no error and no other host", () =>
    opens("light", true));

  test("a protected link opens without JavaScript", () => opens("dark", false));

  test("a preview of a link with counted views shows the prompt after its button", async () => {
    const shared = await share(world, { maxViews: 1 }, PARTS);
    const { page, faults, hosts, close } = await visit({ colorScheme: "dark" });
    await page.setExtraHTTPHeaders({ "sec-purpose": "prefetch" });
    await page.goto(world.url + shared.page);
    await picture(page, "dark-preview");
    await page.setExtraHTTPHeaders({});
    await page.getByRole("button", { name: "Show the prompt" }).click();
    await page.getByText("Opened 1 of 1 times.").waitFor();
    await picture(page, "dark-opened");
    expect([faults, [...hosts]]).toEqual([[], [world.url]]);
    await close();
  });
});
