import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page, Response } from "playwright-core";
import { expect } from "vitest";
import type { World } from "../world.ts";
import { type Visit, watch } from "./browser.ts";

/** Where pictures of the pages go, for whoever wants to look at them: light and dark, desktop and phone. */
const PICTURES = process.env["PROMPTR_PICTURES"];
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const BYTES_MAX = 60_000;
/** Pages are drawn in a fiftieth of this; the machine does other things as well. */
const PAINT_MS_MAX = 5_000;
const DESKTOP = { width: 1_280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** One page in one state. */
export type PageCase = {
  readonly name: string;
  /** What stands in it for who reads without JavaScript. */
  readonly says: readonly string[];
  readonly status?: number;
  /** Makes what there is to show and gives its address; called for each visit, so a page may be one that is shown once. */
  readonly make: (world: World) => Promise<string> | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the visitor does there to get to the state; must work without JavaScript. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** It is an application, which says something of its own to who has no JavaScript. */
  readonly needsScript?: true;
  /** A page of others with more to load than ours. */
  readonly bytesMax?: number;
  /** Rules that a library's own drawing breaks where we cannot reach, and why. */
  readonly leftAlone?: Readonly<Record<string, string>>;
};

export type Figures = {
  readonly name: string;
  /** All it is made of, compressed. */
  readonly bytes: number;
  readonly paintMs: number;
  readonly hasScript: boolean;
};

type Violation = { id: string; impact: string; help: string; nodes: { html: string; failureSummary: string }[] };
/** What axe finds, of all impacts. Chromium evaluates for its debugger what the page's own policy forbids. */
export async function violationsIn(page: Page, leftAlone: object, only?: readonly string[]): Promise<string[]> {
  const rules = Object.fromEntries(Object.keys(leftAlone).map((rule) => [rule, { enabled: false }]));
  const options = { resultTypes: ["violations"], ...(only ? { runOnly: only } : { rules }) };
  const run = `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`;
  const violations = (await page.evaluate(run)) as Violation[];
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${impact}): ${html} ${failureSummary}`),
  );
}

/** Chromium reports a page's own status as a failed resource; that is the page doing its work. */
const real = (complaints: readonly string[], statuses: readonly number[]): string[] =>
  complaints.filter((complaint) => !statuses.some((status) => complaint.includes(`status of ${status}`)));

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/\W+/g, "-")}.png`), fullPage: true });
}

const SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
const PAINT = "(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)";
/** Without what the server took, which the machine's other work makes longer. */
const DRAWING = `${PAINT} - performance.getEntriesByType("navigation")[0].responseStart`;

/** Two ways to look: one tab each that goes from page to page, because a new one costs more than what it shows. */
export type Eyes = { readonly script: Visit; readonly plain: Page };
export async function openEyes(browser: Browser): Promise<Eyes> {
  const [script, plain] = await Promise.all([
    browser.newContext(),
    browser.newContext({ viewport: DESKTOP, javaScriptEnabled: false }),
  ]);
  return { script: await watch(script), plain: await plain.newPage() };
}

/** Goes to a page and waits for what it says first; `words` is all that is to be read there. */
async function go(page: Page, world: World, one: PageCase, hasScript: boolean): Promise<string> {
  // The tab is another case's before and after, in any order.
  await Promise.all([page.context().clearCookies(), page.unrouteAll()]);
  await page.setExtraHTTPHeaders(one.headers ?? {});
  await page.goto(world.url + (await one.make(world)));
  if (hasScript || !one.needsScript) await one.act?.(page);
  if (!one.needsScript)
    await page
      .getByText(one.says[0] ?? "")
      .first()
      .waitFor();
  return (await page.locator("body").innerText()).replaceAll(/\s+/g, " ").toLowerCase();
}

/** Looks at a page with JavaScript: no other host, no complaint, nothing too heavy, accessible in both schemes and sizes. */
export async function look({ script }: Eyes, world: World, one: PageCase): Promise<Figures> {
  const { status = 200, leftAlone = {} } = one;
  const { page, hosts, complaints } = script;
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  hosts.clear();
  complaints.length = 0;
  const bodies: Promise<Buffer>[] = [];
  const statuses: number[] = [];
  const hear = (response: Response): void => {
    if (response.request().isNavigationRequest()) statuses.push(response.status());
    if (!response.url().startsWith("data:")) bodies.push(response.body().catch(() => Buffer.alloc(0)));
  };
  page.on("response", hear);
  const text = await go(page, world, one, true);
  // A page without a script is read without JavaScript already.
  const hasScript = (await page.evaluate("document.scripts.length > 0")) as boolean;
  if (!hasScript) for (const words of one.says) expect(text).toContain(words.toLowerCase());
  expect(statuses.at(-1)).toBe(status);
  const paintMs = (await page.evaluate(PAINT)) as number;
  expect(await page.evaluate(DRAWING)).toBeLessThan(one.bytesMax ? 2 * PAINT_MS_MAX : PAINT_MS_MAX);
  await page.evaluate(AXE);
  expect(await violationsIn(page, leftAlone)).toEqual([]);
  await picture(page, `${one.name} desktop light`);
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, `${one.name} desktop dark`);
  await page.setViewportSize(PHONE);
  expect(await violationsIn(page, leftAlone, ["color-contrast", "target-size"])).toEqual([]);
  expect(await page.evaluate(SCROLLS)).toBe(false);
  await picture(page, `${one.name} phone dark`);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await picture(page, `${one.name} phone light`);
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  page.off("response", hear);
  expect(real(complaints, statuses)).toEqual([]);
  expect([...hosts]).toEqual([new URL(world.url).host]);
  expect(bytes).toBeLessThan(one.bytesMax ?? BYTES_MAX);
  return { name: one.name, bytes, paintMs, hasScript };
}

/** Reads a page without JavaScript. */
export async function read({ plain }: Eyes, world: World, one: PageCase): Promise<void> {
  const text = await go(plain, world, one, false);
  for (const words of one.says) expect(text).toContain(words.toLowerCase());
}
