import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
/** Why browser tests are skipped on this machine, or false. */
export const noBrowser: string | false = existsSync(CHROMIUM) ? false : `${CHROMIUM} is not installed`;

export type Visit = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly hosts: Set<string>;
  readonly complaints: string[];
};

/** A headless Chromium without a page. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });

/** A new page, which remembers every host it asked and everything it complained about. */
export async function watch(context: BrowserContext): Promise<Visit> {
  const page = await context.newPage();
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => request.url().startsWith("data:") || hosts.add(new URL(request.url()).host));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, context, hosts, complaints };
}

/** A headless Chromium and one page. */
export async function openBrowser(options: Parameters<Browser["newContext"]>[0] = {}) {
  const browser = await launchBrowser();
  return { ...(await watch(await browser.newContext(options))), [Symbol.asyncDispose]: () => browser.close() };
}
