import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { noBrowser, openBrowser } from "../../pages/browser.ts";
import { createWorld, until, type World } from "../../world.ts";

/** Where pictures of the pages go, for whoever wants to look at them. */
const PICTURES = process.env["PROMPTR_PICTURES"];
const picture = async (page: Page, name: string): Promise<void> => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `dashboard-${name}.png`), fullPage: true });
};

vi.setConfig({ testTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  // A browser keeps no cookie marked Secure for a server without TLS.
  world = await createWorld({ env: { PUBLIC_URL: "http://127.0.0.1" } });
  await world.sql(
    `insert into pgboss.job (name, data, state, retry_limit, created_on, completed_on, output, dead_letter)
     select 'mail.send', '{"payload": {"template": "welcome"}, "requestId": null}', state::pgboss.job_state, 2,
       now() - make_interval(mins => n), case when state in ('completed', 'failed') then now() end, '{"error": "TypeError"}', 'dead_letter'
     from unnest(array['created', 'active', 'completed', 'failed']) as state, generate_series(1, 5) as n`,
  );
});
afterAll(() => world[Symbol.asyncDispose]());

describe.skipIf(noBrowser)(`in Chromium${noBrowser ? ` (skipped: ${noBrowser})` : ""}`, () => {
  test("an administrator signs in by token, looks around and retries a job", async () => {
    const admin = await world.user({ role: "admin" });
    await using browser = await openBrowser();
    const { page, hosts, complaints } = browser;
    await page.goto(`${world.url}/admin/dashboard`);
    await picture(page, "1-form");
    await page.getByLabel("Access token").fill("wrong");
    await page.getByRole("button", { name: "Open the dashboard" }).click();
    await page.getByRole("alert").waitFor();
    await picture(page, "2-wrong");
    await page.getByLabel("Access token").fill(admin.accessToken);
    await page.getByRole("button", { name: "Open the dashboard" }).click();
    await page.waitForURL(`${world.url}/admin/dashboard`);
    await page.getByRole("link", { name: "Queues" }).first().waitFor();
    await page.waitForLoadState("networkidle");
    await picture(page, "3-overview");
    // Chromium reports the sign-in page's own 401 as a failed resource; from here on there is none.
    expect(complaints.splice(0).filter((text) => !text.includes("status of 401"))).toEqual([]);

    await page.getByRole("link", { name: "Queues" }).first().click();
    await page.getByText("mail.send").first().waitFor();
    await page.waitForLoadState("networkidle");
    await picture(page, "4-queues");
    await page.getByRole("link", { name: "mail.send" }).first().click();
    await page.waitForURL(/mail\.send/);
    await page.waitForLoadState("networkidle");
    await picture(page, "5-queue");
    await page.getByRole("link", { name: "Jobs" }).first().click();
    await page.waitForLoadState("networkidle");
    await picture(page, "6-jobs");
    await page.getByRole("link", { name: "Schedules" }).first().click();
    await page.getByText("cleanup.daily").first().waitFor();
    await picture(page, "7-schedules");
    // Back to its first page without loading it anew: it asks for the page's data at an address of its own.
    await page
      .getByRole("link", { name: /overview|dashboard/i })
      .first()
      .click();
    await page.waitForLoadState("networkidle");
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await picture(page, "8-overview-again");
    expect(page.url()).toMatch(/\/admin\/dashboard\/?(\?.*)?$/);

    const [failed] = await world.sql("select id from pgboss.job where state = 'failed' limit 1");
    await page.goto(`${world.url}/admin/dashboard/queues/mail.send/jobs/${String(failed?.["id"])}`);
    await page.getByText("TypeError").first().waitFor();
    await picture(page, "9-job");
    await page.getByRole("button", { name: "Retry" }).click();
    await until(async () => {
      const [row] = await world.sql("select state::text from pgboss.job where id = $1", [failed?.["id"]]);
      return row?.["state"] === "retry";
    });
    await page.waitForLoadState("networkidle");
    expect([...hosts]).toEqual([new URL(world.url).host]);
    expect(complaints).toEqual([]);
  });
});
