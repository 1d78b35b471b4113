import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { noBrowser, openBrowser } from "../pages/browser.ts";
import { createWorld } from "../world.ts";
import { startFront } from "./front.ts";

/** A front end of another origin: an empty page, and the package beside it. */
async function startApp(): Promise<string> {
  const server = createServer(({ url = "/" }, answer) => {
    const [, name = ""] = /^\/(\w+\.js)$/.exec(url) ?? [];
    answer.setHeader("content-type", name === "" ? "text/html" : "text/javascript");
    answer.end(name === "" ? "<!doctype html><title>App</title>" : readFileSync(join("docs/client", name), "utf8"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const CALLS = `(async () => {
  const made = await client.prompts.createPrompt({ body: { title: "Browser", slug: "browser", task: "Say {{it}}" } });
  const path = { id: made.data.id };
  const seen = await client.prompts.readPrompt({ path });
  const again = await client.prompts.readPrompt({ path, headers: ifNoneMatch(seen) });
  const got = await client.prompts.get("browser");
  const rows = [];
  for await (const { slug } of client.prompts.listPromptsAll({ query: { limit: 1 } })) rows.push(slug);
  const refused = await client.prompts.readPrompt({ path: { id: crypto.randomUUID() } }).catch((error) => error.problem.code);
  return [made.status, again.status, got.source, got.render({ it: "hello" }).text, rows, refused, seen.requestId !== null];
})()`;
const SUBSCRIBED = `(async () => {
  const wait = async (what) => { while (!what()) await new Promise((resolve) => setTimeout(resolve, 20)); };
  const events = client.prompts.streamPromptEvents();
  const first = events.next();
  client.prompts.subscribe();
  await wait(() => client.prompts.isLive);
  await client.prompts.createPrompt({ body: { title: "Heard", task: "t" } });
  const { value } = await first;
  globalThis.next = events.next();
  return value.event;
})()`;

test("the package runs in a browser from another origin: calls, ETags, pages, refusals, and changes over a broken connection", async ({
  skip,
}) => {
  if (noBrowser) skip(noBrowser);
  const app = await startApp();
  await using world = await createWorld({ env: { CORS_ORIGINS: app } });
  await using front = await startFront(world.url);
  const ada = await world.user();
  await using browser = await openBrowser();
  const { page } = browser;
  await page.goto(app);
  await page.evaluate(`(async () => {
    const { createClient, ifNoneMatch } = await import("/index.js");
    const client = createClient({ url: ${JSON.stringify(front.url)}, accessToken: ${JSON.stringify(ada.accessToken)} });
    Object.assign(globalThis, { client, ifNoneMatch });
  })()`);
  expect(await page.evaluate(CALLS)).toEqual([201, 304, "server", "Say hello", ["browser"], "not_found", true]);

  expect(await page.evaluate(SUBSCRIBED)).toBe("version.created");
  front.leave();
  front.comeBack();
  await ada.post("/prompts", { title: "Meanwhile", task: "t" });
  expect(await page.evaluate("next.then(({ value }) => value.event)")).toBe("version.created");
  expect(front.seen.filter(({ method, headers }) => method === "GET" && headers["last-event-id"])).not.toEqual([]);
  await page.evaluate("client.close()");
}, 60_000);
