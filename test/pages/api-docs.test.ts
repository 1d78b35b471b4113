import { expect, test } from "vitest";
import { routes } from "../../src/app/document.ts";
import { createWorld } from "../world.ts";
import { noBrowser, openBrowser } from "./browser.ts";
import { AXE, violationsIn } from "./harness.ts";

test("the documentation shows every operation, lets one be tried, can be read in light and dark, asks no other host and complains of nothing", async ({
  skip,
}) => {
  if (noBrowser) skip(noBrowser);
  await using world = await createWorld({ env: { API_DOCS: "true" } });
  await using browser = await openBrowser();
  const { page } = browser;
  await page.goto(`${world.url}/api-docs`);
  expect(await page.title()).toBe("Promptr API");

  const tag = page.locator(".opblock-tag-section", { has: page.locator("[data-tag='System']") });
  await tag.locator("h3").click();
  const operation = tag.locator("[id$='readFeatures']");
  await operation.locator("button.opblock-summary-control").click();
  await operation.locator("button.execute").click();
  await operation.locator(".live-responses-table .response-col_status", { hasText: "200" }).waitFor();
  await page.evaluate(AXE);
  for (const [colorScheme, root] of [
    ["dark", "html.dark-mode"],
    ["light", "html:not(.dark-mode)"],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.locator(root).waitFor();
    expect(await violationsIn(page, {}, ["color-contrast"])).toEqual([]);
  }

  await tag.locator("h3").click();
  // A tag's operations are drawn when it is opened. One after the other: with all 150 drawn at once Swagger UI 5.35 draws no more.
  let shown = 0;
  for (const name of new Set(routes.map((route) => route.tag))) {
    const section = page.locator(".opblock-tag-section", { has: page.locator(`[data-tag='${name}']`) });
    await section.locator("h3").click();
    await section.locator(".opblock").first().waitFor();
    shown += await section.locator(".opblock").count();
    await section.locator("h3").click();
  }
  expect(shown).toBe(routes.length);
  expect([...browser.hosts]).toEqual([new URL(world.url).host]);
  expect(browser.complaints).toEqual([]);
}, 180_000);

test("production shows no documentation page unless told, but always the document", async () => {
  await using world = await createWorld({ production: true });
  expect((await world.anyone.raw("/api-docs")).status).toBe(404);
  const document = await world.anyone.get("/openapi.json");
  expect([document.status, document.body.openapi]).toEqual([200, "3.1.0"]);
  const again = await world.anyone.get("/openapi.json", { "if-none-match": document.headers.get("etag") ?? "" });
  expect(again.status).toBe(304);
});

test("the documentation's files cannot be used to read others", async () => {
  await using world = await createWorld();
  for (const file of ["package.json", "..%2Fpackage.json", "swagger-ui.css.map"]) {
    expect((await world.anyone.raw(`/api-docs/assets/5.35.0/${file}`)).status).toBe(404);
  }
  expect((await world.anyone.raw("/api-docs/assets/0.0.0/swagger-ui.min.css")).status).toBe(404);
});
